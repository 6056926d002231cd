import { DnnError, InvalidDataError } from '../src/errors.ts';

/** An output of a run: its file, and what writes it. */
export type Output = readonly [file: string, write: () => Promise<unknown>];

/**
 * Writes outputs one after another. One that fails keeps none of the others from being written. If the disk refuses several, as a full one
 * does, that is one error.
 *
 * @returns the files that were written
 */
export async function writeOutputs(
  outputs: readonly Output[],
  folder: string,
  fail: (error: unknown) => void,
): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  const refused = new Map<string, string[]>();
  for (const [file, write] of outputs) {
    try {
      await write();
      written.add(file);
    } catch (error) {
      const { code } = Object(error) as NodeJS.ErrnoException;
      if (error instanceof DnnError || typeof code !== 'string') fail(error);
      else refused.set(code, [...(refused.get(code) ?? []), file]);
    }
  }
  for (const [code, files] of refused) {
    fail(
      new InvalidDataError(
        `${files.join(', ')} cannot be written to ${folder} (${code}).\nExpected a folder with room, in which this process may write.\n` +
          'Free space or change its rights, or set reportDir of dnn() to another folder.',
      ),
    );
  }
  return written;
}
