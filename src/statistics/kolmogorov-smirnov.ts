import { callback, demand, integerFrom, share } from '../options.ts';
import { settleUnseen } from '../settle-unseen.ts';
import { checkNumbers } from './check-numbers.ts';

/**
 * Two-sided Kolmogorov-Smirnov test of a sample against a continuous distribution function.
 *
 *   D = sup_y |F_n(y) - F(y)|,   p = P(D_n >= D), exact
 *
 * Its time is O(n³ D³ log n).
 *
 * @returns D and p
 * @see Marsaglia, Tsang and Wang 2003, Journal of Statistical Software 8 (18), for the distribution of D
 */
export function kolmogorovSmirnov(
  sample: ArrayLike<number>,
  distribution: (value: number) => number,
): { readonly statistic: number; readonly p: number } {
  checkNumbers('kolmogorovSmirnov', 'the values of the sample', sample);
  demand('kolmogorovSmirnov', 'the number of values', sample.length, integerFrom(1));
  demand('kolmogorovSmirnov', 'the distribution', distribution, callback);
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  const statistic = sorted.reduce((largest, value, i) => {
    const expected = distribution(value);
    settleUnseen(expected);
    demand(
      'kolmogorovSmirnov',
      `the distribution at ${value}`,
      expected,
      share,
      'Return the probability of a value of at most this one.',
    );
    return Math.max(largest, (i + 1) / n - expected, expected - i / n);
  }, 0);
  return { statistic, p: tail(n, statistic) };
}

/** P(D_n >= d) = 1 - n! / n^n · (H^n)_kk, H a matrix of 2k - 1 rows with d = (k - h) / n, 0 <= h < 1. */
function tail(n: number, d: number): number {
  const squared = n * d * d;
  if (squared > 7.24) return 2 * Math.exp(-(2.000071 + 0.331 / Math.sqrt(n) + 1.409 / n) * squared); // accurate to 7 digits of 1 - p
  const k = Math.floor(n * d) + 1;
  const h = k - n * d;
  let { matrix, exponent } = power(transitions(k, h), 2 * k - 1, n);
  let below = matrix[(k - 1) * (2 * k - 1) + k - 1];
  for (let i = 1; i <= n; i++) {
    below *= i / n;
    if (below < 1e-140) [below, exponent] = [below * 1e140, exponent - 140];
  }
  return Math.min(1, Math.max(0, 1 - below * 10 ** exponent));
}

function transitions(k: number, h: number): Float64Array {
  const size = 2 * k - 1;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= Math.min(row + 1, size - 1); column++) matrix[row * size + column] = 1;
  }
  for (let row = 0; row < size; row++) {
    matrix[row * size] -= h ** (row + 1);
    matrix[(size - 1) * size + row] -= h ** (size - row);
  }
  matrix[(size - 1) * size] += Math.max(0, 2 * h - 1) ** size;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      for (let divisor = 1; divisor <= row - column + 1; divisor++) matrix[row * size + column] /= divisor;
    }
  }
  return matrix;
}

/** Returns matrix^n as `matrix` · 10^`exponent`, rescaled in between to avoid overflow. */
function power(matrix: Float64Array, size: number, n: number): { matrix: Float64Array; exponent: number } {
  if (n === 1) return { matrix, exponent: 0 };
  const half = power(matrix, size, n >> 1);
  const square = multiply(half.matrix, half.matrix, size);
  const result = n % 2 === 0 ? square : multiply(matrix, square, size);
  const exponent = 2 * half.exponent;
  const centre = result[(size >> 1) * size + (size >> 1)];
  return centre > 1e140
    ? { matrix: result.map((value) => value * 1e-140), exponent: exponent + 140 }
    : { matrix: result, exponent };
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let middle = 0; middle < size; middle++) {
      const value = a[row * size + middle];
      for (let column = 0; column < size; column++) product[row * size + column] += value * b[middle * size + column];
    }
  }
  return product;
}
