import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { show } from '../../show.ts';
import { csvRows } from '../formats/csv-rows.ts';
import { classesOf, divided, labelledTexts, type Row } from '../formats/labelled-rows.ts';
import { fileSource, type PictureSource } from './read-pictures.ts';

/** The pictures of both splits. */
export interface PictureList {
  readonly classNames: readonly string[];
  readonly train: readonly PictureSource[];
  readonly test: readonly PictureSource[];
}

/** Ends of the names of pictures. Those that no decoder reads are listed too, so that none is left out silently. */
const ends = ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.tif', '.tiff', '.ppm'];
/** Other names of the folder of the test split. */
const testNames = ['test', 'val', 'valid', 'validation'];

/**
 * Lists pictures in the order of their paths. A split is a folder with a folder per class, or a CSV file with the columns `file_name` and
 * `label`. If there is no training folder, the classes lie in the folder itself and every fifth picture is tested.
 *
 * @throws InvalidDataError if a folder or file is missing, a class has no picture, or a class of the test split is not in the training one
 */
export function listPictures(
  folder: string,
  {
    train,
    test,
    classNames: given,
  }: { readonly train: string; readonly test: string; readonly classNames: readonly string[] },
): PictureList {
  const isWhole = train === 'train' && !existsSync(join(folder, train));
  const trainPath = isWhole ? folder : join(folder, train);
  const testName = test === 'test' ? (testNames.find((name) => existsSync(join(folder, name))) ?? test) : test;
  const testPath = isWhole && test === 'test' ? folder : join(folder, testName);
  const { rows, classNames } = rowsOf(trainPath, given);
  const both = trainPath === testPath ? divided(rows) : undefined;
  const sources = (split: readonly Row[]): PictureSource[] => {
    const { texts, labels } = labelledTexts(split, classNames, 0);
    return texts.map((path, i) => fileSource(path, idOf(folder, path), labels[i]));
  };
  return {
    classNames,
    train: sources(both?.train ?? rows),
    test: sources(both?.test ?? rowsOf(testPath, classNames).rows),
  };
}

/** The path of a picture in the folder. For most of them a slice, which takes a tenth of the time. */
const idOf = (folder: string, path: string): string =>
  path.startsWith(folder + sep) ? path.slice(folder.length + 1) : relative(folder, path);

/** The pictures below a path with their labels; the text of a row is the path of the picture. */
function rowsOf(path: string, given: readonly string[]): { rows: readonly Row[]; classNames: readonly string[] } {
  const state = statSync(path, { throwIfNoEntry: false });
  const rows = state?.isFile() ? listed(path) : state?.isDirectory() ? picturesInFolders(path, given) : undefined;
  const names = state?.isFile() ? classesOf : (all: readonly Row[]) => [...new Set(all.map(({ label }) => label))];
  if (rows) return { rows, classNames: given.length > 0 ? given : names(rows) };
  throw new InvalidDataError(
    `There is no ${path}.\nExpected a folder with one folder of pictures per class, or a CSV file with the columns file_name and label. ` +
      'Check the folder, or pass train and test.',
  );
}

/** The pictures in the folders of classes. @throws InvalidDataError if there are none, or a folder is no class */
export function picturesInFolders(folder: string, classNames: readonly string[]): Row[] {
  const entries = existsSync(folder) ? entriesOf(folder) : [];
  const folders = entries.filter((entry) => isFolder(folder, entry)).map(({ name }) => name);
  if (folders.length < 2) {
    throw new InvalidDataError(
      `${folder} has ${folders.length === 0 ? 'no folder' : `one folder, ${show(folders[0])}`}.\n` +
        'Expected one folder of pictures per class: train/<class>/*.png and test/<class>/*.png, or <class>/*.png alone. Check the folder.',
    );
  }
  const wanted = classNames.length > 0 ? classNames : folders;
  const unknown = folders.find((name) => !wanted.includes(name));
  if (unknown !== undefined) {
    throw new InvalidDataError(
      `${join(folder, unknown)} is the folder of no class.\nExpected the classes ${show(wanted)}. Move the folder, or correct classNames.`,
    );
  }
  return wanted.flatMap((label) => {
    const paths = folders.includes(label) ? picturesIn(join(folder, label)) : [];
    if (paths.length === 0) {
      throw new InvalidDataError(
        `There is no picture in ${join(folder, label)}.\nExpected PNG, JPEG or WebP files of the class ${show(label)}. Add some, or remove the class.`,
      );
    }
    return paths.map((path) => ({ label, text: path, place: path }));
  });
}

/** The paths of pictures in a folder and the folders in it. */
function picturesIn(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = folder + sep + entry.name;
    if (isFolder(folder, entry)) return picturesIn(path);
    return ends.includes(extname(entry.name).toLowerCase()) ? [path] : [];
  });
}

const entriesOf = (folder: string): Dirent[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

const isFolder = (folder: string, entry: Dirent): boolean =>
  entry.isDirectory() || (entry.isSymbolicLink() && statSync(join(folder, entry.name)).isDirectory());

/** The rows of a CSV file, whose first row names the columns. */
function listed(path: string): Row[] {
  const [names = [], ...rows] = csvRows(path, ',');
  const [file, label] = [
    ['file_name', 'file', 'path'],
    ['label', 'class'],
  ].map((known) => names.findIndex((name) => known.includes(name)));
  if (file === -1 || label === -1) {
    throw new InvalidDataError(
      `${path} has the columns ${show(names)}.\nExpected file_name and label. Name the columns in the first row.`,
    );
  }
  return rows.map((row, at) => {
    const place = `${path}, row ${at + 2}`;
    if (row.length !== names.length)
      throw new InvalidDataError(
        `${place} has ${row.length} fields.\nExpected ${names.length}, as in the first row. Correct it.`,
      );
    return { label: row[label], text: resolve(dirname(path), row[file]), place };
  });
}
