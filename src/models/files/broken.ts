import { open, stat, type FileHandle } from 'node:fs/promises';
import { InvalidModelError } from '../../errors.ts';

/** @returns the error for files that are damaged or do not belong together */
export function broken(path: string, what: string, cause?: unknown): InvalidModelError {
  return new InvalidModelError(
    `${what}\nExpected the unchanged files of a model of TensorFlow.js.\n` +
      `Restore ${path}, or save the model again with classifier.save(folder).`,
    { cause },
  );
}

/** @returns the error for a file that cannot be opened or read */
function unreadable(path: string, cause: unknown): InvalidModelError {
  return new InvalidModelError(
    `${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).\n` +
      'Expected the file of a model, or a folder with model.json and its weights, as TensorFlow.js has them.\n' +
      'Check the path, or save the model again with classifier.save(folder).',
    { cause },
  );
}

/**
 * Opens a regular file for reading; a pipe or a device could be endless.
 *
 * @throws InvalidModelError if it cannot be opened
 */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw Object.assign(new Error(path), { code: found.isDirectory() ? 'EISDIR' : 'no file' });
    return await open(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
