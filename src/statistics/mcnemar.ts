import { demand, integerFrom } from '../options.ts';

const count = integerFrom(0, 10_000_000);

/**
 * McNemar's exact test of two shares over the same inputs. Only the inputs count on which the two differ: if both shares are equal, each
 * of them changes for the worse or for the better with a probability of one half.
 *
 *   p = min(1, 2 Σ_{i <= min(worse, better)} C(n, i) / 2^n),   n = worse + better
 *
 * @param worse - number of inputs that were correct before and are wrong now
 * @param better - number of inputs that were wrong before and are correct now
 * @returns the two-sided p value; 1 if no input changed
 * @throws InvalidOptionError unless both are integers of at least 0
 * @see McNemar 1947, Psychometrika 12(2), 153-157; Dietterich 1998, Neural Computation 10(7), 1895-1923, section 3.1
 */
export function mcnemar(worse: number, better: number): number {
  demand('mcnemar', 'worse', worse, count);
  demand('mcnemar', 'better', better, count);
  const n = worse + better;
  const fewer = Math.min(worse, better);
  let term = 1; // C(n, fewer) / 2^n, divided by 2^k for the halves that are not multiplied yet
  let halves = n;
  for (let i = 1; i <= fewer; i++) {
    term *= (n - fewer + i) / i;
    while (term > 1 && halves > 0) {
      term /= 2;
      halves--;
    }
  }
  let [tail, i] = [0, fewer];
  for (let part = 1; i >= 0 && part > 1e-17; i--) {
    tail += part;
    part *= i / (n - i + 1);
  }
  return Math.min(1, 2 * term * tail * 2 ** -halves);
}
