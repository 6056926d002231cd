import { basename, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { demand, folderPath, isObject } from '../../options.ts';
import { show } from '../../show.ts';
import { arrayDataset, resolveArrayOptions, type ArrayOptions } from '../arrays/array-dataset.ts';
import { withFiles, type ByteSource } from '../arrays/byte-source.ts';
import { openNpy } from '../arrays/npy-array.ts';
import type { StoredArray } from '../arrays/stored-array.ts';
import { openZip } from '../arrays/zip-file.ts';
import type { Dataset } from '../contract.ts';

export interface NpzOptions extends ArrayOptions {
  /** The file. It may be the first argument instead. */
  readonly file?: string;
  /** Name of the training inputs in the file. @defaultValue 'x_train' */
  readonly trainInputs?: string;
  /** Name of the training labels. @defaultValue 'y_train' */
  readonly trainLabels?: string;
  /** Name of the test inputs. If test arrays are the training arrays, every fifth item is tested. @defaultValue 'x_test' */
  readonly testInputs?: string;
  /** Name of the test labels. @defaultValue 'y_test' */
  readonly testLabels?: string;
}

/**
 * Reads four arrays of NumPy from one `.npz` file, as `np.savez` or `np.savez_compressed` writes it. Arrays become inputs and labels as
 * those of `npy`.
 *
 * @param location - the path of the file
 * @throws InvalidDataError as `npy` does, and if an array is missing, does not match its checksum, or unpacks to more than the archive says
 *
 * @example
 * npz('data/mnist.npz');
 * npz('data/pathmnist.npz', { trainInputs: 'train_images', trainLabels: 'train_labels', testInputs: 'test_images', testLabels: 'test_labels' });
 */
export function npz(location: string | NpzOptions, changes: NpzOptions = {}): Dataset {
  const requested: NpzOptions = { ...(isObject(location) ? location : { file: location as string }), ...changes };
  demand(
    'npz',
    'file',
    requested.file,
    { ...folderPath, expected: 'the path of a file, without null characters' },
    "Pass e.g. 'data/digits.npz'.",
  );
  const own = {
    file: '',
    name: basename(requested.file ?? '').replace(/\.npz$/, ''),
    trainInputs: 'x_train',
    trainLabels: 'y_train',
    testInputs: 'x_test',
    testLabels: 'y_test',
  };
  const options = resolveArrayOptions('npz', own, requested);
  const file = resolve(options.file);
  return withFiles((open) => {
    const archive = open(file);
    const arrays = openZip(archive);
    return arrayDataset(options, (name) => arrayIn(archive, arrays, name), {
      reader: 'npz',
      options: { ...options, file },
    });
  });
}

function arrayIn(archive: ByteSource, arrays: ReadonlyMap<string, () => ByteSource>, name: string): StoredArray {
  const open = arrays.get(`${name}.npy`);
  if (open) return openNpy(open());
  const names = [...arrays.keys()].map((key) => key.replace(/\.npy$/, ''));
  throw new InvalidDataError(
    `${archive.name} has no array ${show(name)}.\nExpected one of ${show(names)}.\n` +
      'Pass the names of its arrays as trainInputs, trainLabels, testInputs and testLabels.',
  );
}
