import { largestIn } from '../matrix/rows.ts';

/**
 * The differences of logits z_k - z_top per input, as coefficients. top is its most probable class, k runs over the others in
 * order.
 *
 * @param logits - [batch, classes]
 * @returns classes - 1 arrays of coefficients, each [batch, classes]
 */
export function differencesFromTop(logits: ArrayLike<number>, classes: number): Float32Array[] {
  const batch = logits.length / classes;
  const differences = Array.from({ length: classes - 1 }, () => new Float32Array(logits.length));
  for (let item = 0; item < batch; item++) {
    const start = item * classes;
    const top = start + largestIn(logits, start, start + classes);
    differences.forEach((coefficients, other) => {
      const at = start + other;
      coefficients[at < top ? at : at + 1] = 1;
      coefficients[top] = -1;
    });
  }
  return differences;
}
