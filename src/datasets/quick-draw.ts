import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '../errors.ts';
import { checkOptions, folderPath, integerFrom, names } from '../options.ts';
import { show } from '../show.ts';
import { validateDataset } from '../splits/index.ts';
import { dividedSplit } from './arrays/array-dataset.ts';
import { withFiles } from './arrays/byte-source.ts';
import { openNpy } from './arrays/npy-array.ts';
import { readValues } from './arrays/stored-array.ts';
import type { Dataset } from './contract.ts';
import { folderOf, type FolderSet } from './named/folder-set.ts';

export interface QuickDrawOptions {
  /** Folder of the files. @defaultValue the folder `quick-draw` in DNN_DATA_DIR */
  readonly folder?: string;
  /** The classes, each of which is a file `<class>.npy`. @defaultValue all files of the folder, in the order of their names */
  readonly classes?: readonly string[];
  /** Most drawings per class, the first ones of each file. @defaultValue all */
  readonly limit?: number;
}

/** Classes of the whole set, and the side of a drawing. */
const [classesOfAll, side] = [345, 28];
const set: FolderSet = {
  name: 'quick-draw',
  reader: 'quickDraw',
  files: 'one file <class>.npy per class',
  origin: 'Get files of https://console.cloud.google.com/storage/browser/quickdraw_dataset/full/numpy_bitmap.',
};

/**
 * Quick, Draw!: drawings of 345 classes, 28×28 grey, from the NumPy bitmaps [n, 784]. Every fifth drawing is tested. The
 * name says how many classes and drawings per class are read.
 *
 * @throws InvalidDataError if there is no folder, or a file is missing or damaged
 * @see Ha and Eck 2017, arXiv:1704.03477
 */
export function quickDraw(options: QuickDrawOptions = {}): Dataset {
  const limits = { folder: folderPath, classes: names, limit: integerFrom(1) };
  const { folder: given, classes, limit } = checkOptions('quickDraw', options, limits);
  const folder = folderOf(set, given);
  const classNames = classes ?? filesIn(folder);
  const { inputs, labels } = withFiles((open) => {
    const arrays = classNames.map((name) => openNpy(open(join(folder, `${name}.npy`))));
    arrays.forEach(({ shape, type, source }) => {
      if (shape.length !== 2 || shape[1] !== side * side || type !== 'u1')
        throw new InvalidDataError(
          `${source.name} has the shape [${shape.join(', ')}] of ${type}.\nExpected [n, ${side * side}] of u1, a NumPy bitmap of Quick, Draw!. Get the file again.`,
        );
    });
    const counts = arrays.map(({ shape: [count] }) => Math.min(count, limit ?? count));
    const size = counts.reduce((sum, count) => sum + count, 0);
    const all = { inputs: new Float32Array(size * side * side), labels: new Int32Array(size) };
    let start = 0;
    arrays.forEach((array, label) => {
      const part = { ...array, shape: [counts[label], side * side] };
      readValues(part, all.inputs.subarray(start * side * side), { divideBy: 255 });
      all.labels.fill(label, start, start + counts[label]);
      start += counts[label];
    });
    return all;
  });
  const { train, test } = dividedSplit({ inputs, labels, itemShape: [side, side, 1], size: labels.length });
  const most = limit === undefined ? '' : `, at most ${limit.toLocaleString('en-US')} drawings each`;
  const dataset: Dataset = {
    name: `quick-draw (${classNames.length} of ${classesOfAll} classes${most})`,
    classNames,
    kind: 'image',
    train,
    test,
    source: { reader: 'quickDraw', options: { folder, classes: classNames, ...(limit !== undefined && { limit }) } },
  };
  validateDataset(dataset);
  return dataset;
}

function filesIn(folder: string): string[] {
  const found = readdirSync(folder).filter((name) => name.endsWith('.npy'));
  if (found.length > 1) return found.map((name) => name.replace(/\.npy$/, '')).toSorted();
  throw new InvalidDataError(
    `${folder} has the .npy files ${show(found)}.\nExpected one file per class, at least two. ${set.origin}`,
  );
}
