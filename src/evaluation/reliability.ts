import { createRandom } from '../random/index.ts';
import type { CalibrationMeasurement } from '../report/schemas/calibration-measurement.ts';

/**
 * The reliability diagram.
 *
 * @param confidences - the largest probability per input
 * @returns per bin of equal width (from, to], the number of inputs, their mean confidence and their accuracy
 * @see Guo et al. 2017, arXiv:1706.04599, figure 1
 */
export function reliabilityOf(
  confidences: Float64Array,
  correct: readonly boolean[],
  bins: number,
): CalibrationMeasurement['reliability'] {
  const [inputs, sums, right] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  confidences.forEach((confidence, item) => {
    const bin = binOf(confidence, bins);
    inputs[bin]++;
    sums[bin] += confidence;
    right[bin] += Number(correct[item]);
  });
  return Array.from(inputs, (count, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    inputs: count,
    confidence: count === 0 ? null : Math.min(1, sums[bin] / count),
    accuracy: count === 0 ? null : right[bin] / count,
  }));
}

/** The bin (from, to] of a confidence; 0 is in the first. */
function binOf(confidence: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
  if (confidence <= bin / bins && bin > 0) bin--; // the product was rounded over an edge
  else if (confidence > (bin + 1) / bins) bin++;
  return Math.min(bin, bins - 1);
}

/** Draws of the deviation of all bins. */
const draws = 2000;

/**
 * The interval of the expected calibration error. The error is the L1 norm of the mean vector of the bins, Δ. An error in the estimate is at
 * most the norm of the deviation, |‖Δ̂‖ − ‖Δ‖| <= ‖Δ̂ − Δ‖, which is asymptotically normal.
 *
 *   [ ECE − r, ECE + r ] in [0, 1],   P(‖Δ̂ − Δ‖₁ > r) = 1 − level,   Var Δ̂_b <= Σ_{i in b} (confidence_i − correct_i)² / n²
 *
 * @returns the interval; its coverage is at least the level for large samples
 */
export function errorInterval(
  error: number,
  confidences: Float64Array,
  correct: readonly boolean[],
  { bins, level, seed }: { readonly bins: number; readonly level: number; readonly seed: number },
): CalibrationMeasurement['interval'] {
  const squares = new Float64Array(bins);
  confidences.forEach((confidence, item) => {
    squares[binOf(confidence, bins)] += (confidence - Number(correct[item])) ** 2;
  });
  const deviations = [...squares].filter((sum) => sum > 0).map((sum) => Math.sqrt(sum) / confidences.length);
  const random = createRandom(seed).fork('calibration');
  const norms = Float64Array.from({ length: draws }, () =>
    deviations.reduce((sum, deviation) => sum + deviation * Math.abs(random.normal()), 0),
  ).sort();
  const radius = norms[Math.min(draws - 1, Math.ceil(level * draws) - 1)];
  return { low: Math.max(0, error - radius), high: Math.min(1, error + radius), confidence: level };
}
