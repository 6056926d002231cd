import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { InvalidDataError } from '../../src/errors.ts';
import type { Retraining } from '../../src/report/schemas/retraining.ts';
import { validateRetraining } from '../../src/report/validate.ts';
import { fileStem, type Candidate } from './candidate.ts';

/** A result has some kilobytes. */
const largestResult = 2 ** 20;

/**
 * Names the file of a result. Shards may measure the same model under different attacks, each under the worst attack of its own
 * tests. The name holds a hash of the attack, so the merging run finds the result for the worst attack of all shards.
 *
 * @returns the file name, without a folder
 */
export function resultFile({ record, robustness }: Candidate): string {
  if (!robustness) return `${fileStem(record)}.json`;
  const { attack, epsilon, parameters } = robustness;
  const hash = createHash('sha256').update(JSON.stringify([attack, epsilon, parameters]));
  return `${fileStem(record)}-${hash.digest('hex').slice(0, 8)}.json`;
}

/**
 * Reads the result of a shard.
 *
 * @returns undefined if there is no such file
 * @throws InvalidDataError - if the file is damaged or belongs to another model
 */
export async function readResult(file: string, { record: { id, name } }: Candidate): Promise<Retraining | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!found.isFile() || found.size > largestResult) {
    throw new InvalidDataError(
      `${file} is ${found.isFile() ? `a file of ${found.size} bytes` : 'no file'}.\nExpected the result of a shard, at most ${largestResult} bytes.\n` +
        'Copy the folder "retraining" of the shard again, or delete the file.',
    );
  }
  const text = await readFile(file, 'utf8');
  const result = validateRetraining(parsed(text, file), file);
  if (result.model === id) return result;
  throw new InvalidDataError(
    `${file} holds the result of the model ${result.model} ("${result.name}").\n` +
      `Expected the model ${id} ("${name}").\nCopy the folder "retraining" of the shard again, or delete the file.`,
  );
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidDataError(
      `${file} is not valid JSON; it was probably truncated.\nExpected the complete result of a shard.\n` +
        'Copy the folder "retraining" of the shard again, or delete the file.',
      { cause },
    );
  }
}
