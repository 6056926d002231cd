import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';

/** A public set with a well-known name, which is read from a folder and never downloaded. */
export interface FolderSet {
  /** Name of the data set and of its folder. */
  readonly name: string;
  readonly reader: string;
  /** The files that are read, in words. */
  readonly files: string;
  /** Where to get the set: a sentence. */
  readonly origin: string;
}

/**
 * Returns the folder of a set: the given one, or that of its name in DNN_DATA_DIR.
 *
 * @throws InvalidDataError if there is none; the message says where to get the files
 */
export function folderOf({ name, reader, files, origin }: FolderSet, given: string | undefined): string {
  const { DNN_DATA_DIR } = process.env;
  const folder = given === undefined ? DNN_DATA_DIR && resolve(DNN_DATA_DIR, name) : resolve(given);
  if (folder && existsSync(folder)) return folder;
  throw new InvalidDataError(
    `${reader}: ${folder ? `there is no folder ${folder}` : 'no folder is given, and DNN_DATA_DIR is not set'}.\nExpected a folder with ${files}.\n` +
      `${origin} Pass it as ${reader}({ folder }), or put it into a folder "${name}" and set DNN_DATA_DIR to its parent folder.`,
  );
}
