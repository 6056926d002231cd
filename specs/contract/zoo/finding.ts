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
  try {
    const wrong = await withoutLeak(work);
    return wrong === undefined ? { check, verdict: 'held' } : { check, verdict: 'failed', message: wrong };
  } catch (error) {
    const { name, message, stack = '' } = error as Error;
    if (error instanceof DnnError && !(error instanceof NumericalError)) return { check, verdict: 'refused', message };
    const place = stack.split('\n').find((line) => line.trim().startsWith('at '));
    return { check, verdict: 'failed', message: `${name}: ${message} ${place?.trim() ?? ''}` };
  }
}

/** Runs a check and says what is wrong. Tensors that remain count if they remain again: layers keep masks of their first pass. */
async function withoutLeak(work: () => Promise<string | undefined>): Promise<string | undefined> {
  let remaining = 0;
  for (let run = 0; run < 2; run++) {
    const before = tf.memory().numTensors;
    const wrong = await work();
    remaining = tf.memory().numTensors - before;
    if (wrong !== undefined || remaining <= 0) return wrong;
  }
  return `${remaining} tensors remain`;
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
