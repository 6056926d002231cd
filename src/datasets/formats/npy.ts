import { basename, resolve } from 'node:path';
import { arrayDataset, resolveArrayOptions, type ArrayOptions } from '../arrays/array-dataset.ts';
import { withFiles } from '../arrays/byte-source.ts';
import { openNpy } from '../arrays/npy-array.ts';
import type { Dataset } from '../contract.ts';
import { optionsAt } from './location.ts';

export interface NpyOptions extends ArrayOptions {
  /** Folder of the files. @defaultValue the working directory */
  readonly folder?: string;
  /** File of the training inputs. @defaultValue 'x_train.npy' */
  readonly trainInputs?: string;
  /** File of the training labels. @defaultValue 'y_train.npy' */
  readonly trainLabels?: string;
  /** File of the test inputs. If test files are the training files, every fifth item is tested. @defaultValue 'x_test.npy' */
  readonly testInputs?: string;
  /** File of the test labels. @defaultValue 'y_test.npy' */
  readonly testLabels?: string;
}

/**
 * Reads four arrays of NumPy from `.npy` files: integers, bool, and floats of 2, 4 or 8 bytes, in C or Fortran order and either byte
 * order. Inputs have the shape [n, …item], labels [n] or [n, 1].
 *
 * Values become float32. Images of bytes are divided by 255 and 16-bit images by 65535, where items have two axes or more; other values
 * stay as they are. Items [height, width] of bytes or bool are grey images. With `kind: 'text'` integers are token ids.
 *
 * @param location - the folder of the files
 * @throws InvalidDataError on a file that is missing, truncated, longer than its header says or holds no numbers, on different numbers of
 *   items and labels, or on a label without a class name
 *
 * @example
 * npy('data/digits', { trainInputs: 'images.npy', trainLabels: 'labels.npy', testInputs: 'images.npy', testLabels: 'labels.npy' });
 */
export function npy(location: string | NpyOptions, changes: NpyOptions = {}): Dataset {
  const requested = { ...optionsAt('npy', location), ...changes };
  const own = {
    folder: '.',
    name: basename(resolve(requested.folder ?? '.')),
    trainInputs: 'x_train.npy',
    trainLabels: 'y_train.npy',
    testInputs: 'x_test.npy',
    testLabels: 'y_test.npy',
  };
  const options = resolveArrayOptions('npy', own, requested);
  const folder = resolve(options.folder);
  const source = { reader: 'npy', options: { ...options, folder } };
  return withFiles((open) => arrayDataset(options, (name) => openNpy(open(resolve(folder, name))), source));
}
