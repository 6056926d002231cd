import jstat from 'jstat';
/**
 * Probability that a standard normal variable exceeds z, accurate to about 13 digits even in the far tail.
 *
 *   Q(z) = ½ − φ(z) Σ_k z^(2k+1) / (1·3·5 ⋯ (2k+1))              (|z| < 3)
 *   Q(z) = φ(z) / (z + 1/(z + 2/(z + 3/(z + …))))                (z >= 3)
 *
 * @returns the probability, in [0, 1]
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
  if (z >= 3) {
    let fraction = z;
    for (let k = 120; k >= 1; k--) fraction = z + k / fraction;
    return density / fraction;
  }
  let [term, sum] = [z, z];
  for (let k = 1; term > sum * Number.EPSILON; k++) sum += term *= z ** 2 / (2 * k + 1);
  return 0.5 - density * sum;
}

/** @returns z with P(|Z| <= z) = confidence, for Z of the standard normal distribution */
export const normalQuantile = (confidence: number): number => jstat.jStat.normal.inv((1 + confidence) / 2, 0, 1);
