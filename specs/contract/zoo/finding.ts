import { tf } from '../../../src/engine/tensors.ts';
import { DnnError, NumericalError } from '../../../src/errors.ts';

/** The result of one check on one network. */
export interface Finding {
  readonly check: string;
  /** `refused`: a DnnError said that the network or the work is not supported. */
  readonly verdict: 'held' | 'refused' | 'failed';
  /** What differs from what was expected, or the message of the error. */
  readonly message?: string;
}

/**
 * Runs a check.
 *
 * @param work - returns what is wrong, or undefined. A `DnnError` is a refusal; every other error, a number that is not finite and
 *   a tensor that remains are failures
 */
export async function examine(check: string, work: () => Promise<string | undefined>): Promise<Finding> {
  const tensors = tf.memory().numTensors;
  try {
    const wrong = await work();
    const leaked = tf.memory().numTensors - tensors;
    if (wrong !== undefined) return { check, verdict: 'failed', message: wrong };
    if (leaked > 0) return { check, verdict: 'failed', message: `${leaked} tensors remain` };
    return { check, verdict: 'held' };
  } catch (error) {
    const { name, message, stack = '' } = error as Error;
    if (error instanceof DnnError && !(error instanceof NumericalError)) return { check, verdict: 'refused', message };
    const place = stack.split('\n').find((line) => line.trim().startsWith('at '));
    return { check, verdict: 'failed', message: `${name}: ${message} ${place?.trim() ?? ''}` };
  }
}

/** Runs a check that every network must pass: a refusal is a failure, too. */
export async function demand(check: string, work: () => Promise<string | undefined>): Promise<Finding> {
  const finding = await examine(check, work);
  return finding.verdict === 'refused' ? { ...finding, verdict: 'failed' } : finding;
}

/** Says where two arrays differ by more than a tolerance, relative to the largest value of the second; undefined if nowhere. */
export function difference(
  values: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): string | undefined {
  if (values.length !== expected.length) return `${values.length} values, expected ${expected.length}`;
  const scale = Math.max(1, ...Array.from(expected, Math.abs).filter(Number.isFinite));
  for (let i = 0; i < values.length; i++) {
    const off = Math.abs(values[i] - expected[i]);
    if (off <= tolerance * scale || Object.is(values[i], expected[i])) continue;
    return `value ${i} is ${values[i]}, expected ${expected[i]}`;
  }
  return undefined;
}
