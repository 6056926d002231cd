import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { RecurrentAttributes } from '../../../kernels/attributes.ts';
import type { Backend } from '../kernel.ts';
import { pointer } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/** One step of a sequence. */
export interface Step {
  /** Its position in the input. */
  readonly t: number;
  /** The places of the state before and after the step, of steps + 1 places; both are 0 if only one state is kept. */
  readonly before: number;
  readonly after: number;
  /** The first row of the output to write, or 0, and the bytes between its rows. */
  readonly out: Pointer;
  readonly outStride: number;
}

/**
 * Returns the steps in the order in which the layer computes them. States lie in the order of the input: the one before step t of a
 * layer that reads backwards is at t + 1.
 *
 * @param output - address of the output, or of its gradient: [batch, steps, units], or [batch, units] if it is only the last
 */
export function walk(
  steps: number,
  units: number,
  output: Pointer,
  { backwards, reversed, sequences, kept }: RecurrentAttributes,
): Step[] {
  return Array.from({ length: steps }, (_, order) => {
    const t = backwards ? steps - 1 - order : order;
    const [before, after] = !kept ? [0, 0] : backwards ? [t + 1, t] : [t, t + 1];
    const place = reversed ? steps - 1 - order : order;
    const out = sequences ? output + place * units * 4 : order === steps - 1 ? output : 0;
    return { t, before, after, out, outStride: (sequences ? steps : 1) * units * 4 };
  });
}

/** The rows of a step that are not masked. */
export interface Rows {
  /** Address of the list of their numbers. */
  readonly list: Pointer;
  readonly count: number;
  /** The mask of the step, or 0, and the bytes between its rows. */
  readonly mask: Pointer;
  readonly maskStride: number;
}

/**
 * Returns a function that lists the rows of step t which are not masked.
 *
 * @param mask - truth values [batch, steps], or undefined
 * @param list - scratch of `batch` numbers
 */
export function rowsOfSteps(
  backend: Backend,
  mask: TensorInfo | undefined,
  batch: number,
  steps: number,
  list: Pointer,
): (t: number) => Rows {
  const { unmaskedRows } = kernels();
  if (!mask) {
    const all = { list, count: unmaskedRows(0, 0, batch, list), mask: 0, maskStride: 0 };
    return () => all;
  }
  const first = pointer(backend, mask);
  return (t) => {
    const rows = { mask: first + t, maskStride: steps };
    return { list, count: unmaskedRows(rows.mask, steps, batch, list), ...rows };
  };
}
