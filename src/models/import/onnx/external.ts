import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { invalidOnnx } from './invalid.ts';
import { ownValues, type ExternalPlace } from './tensor.ts';

/**
 * Reads the values of a tensor that lie in the file of the model, or in a file beside it. The file beside it must lie in the folder of the model, also behind
 * links: a model of a stranger must not read other files.
 *
 * @param bytes - how many bytes the shape of the tensor needs
 * @throws InvalidModelError if the place is outside the folder, or the file is missing or shorter
 */
export function readExternal(model: string, name: string, place: ExternalPlace, bytes: number): Uint8Array {
  const { location, offset, length = bytes } = place;
  const fail = (what: string, cause?: unknown): never => {
    throw invalidOnnx(
      model,
      `the values of "${name}" lie in "${location}", ${what}`,
      'all files that the exporter wrote, in one folder',
      'Copy the data file beside the model, or export the model into one file.',
      cause,
    );
  };
  const path = location === ownValues ? model : besideModel(model, location, fail);
  if (!(Number.isSafeInteger(offset) && offset >= 0 && length === bytes))
    fail(`at ${offset} with ${length} bytes, and its shape needs ${bytes} bytes`);
  const file = openSync(path, 'r');
  try {
    const status = fstatSync(file);
    if (!status.isFile()) fail('which is no regular file');
    if (offset + bytes > status.size) fail(`which has ${status.size} bytes, and ${offset + bytes} are needed`);
    const values = new Uint8Array(bytes);
    for (let at = 0; at < bytes;) {
      const read = readSync(file, values, at, bytes - at, offset + at);
      if (read === 0) fail('which became shorter');
      at += read;
    }
    return values;
  } finally {
    closeSync(file);
  }
}

/** The path of a file in the folder of the model. */
function besideModel(model: string, location: string, fail: (what: string) => never): string {
  const folder = realpathSync(dirname(model));
  if (location === '' || isAbsolute(location) || location.includes('\0')) fail('which names no file beside the model');
  const path = found(join(folder, location)) ?? fail('which does not exist');
  const inside = relative(folder, path);
  if (inside.startsWith('..') || isAbsolute(inside) || inside.split(sep).includes('..'))
    fail('outside the folder of the model');
  return path;
}

function found(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
