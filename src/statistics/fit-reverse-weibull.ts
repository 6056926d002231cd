import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';

/** A reverse Weibull distribution: F(y) = exp(-((location - y) / scale)^shape) below the location, 1 above. */
export interface ReverseWeibull {
  /** The right end: the least upper bound of what can be observed. */
  readonly location: number;
  readonly scale: number;
  readonly shape: number;
  readonly logLikelihood: number;
  /** Of the Kolmogorov-Smirnov test of the sample against the fit. */
  readonly p: number;
}

/**
 * Fits a reverse Weibull distribution to maxima by maximum likelihood.
 *
 *   log L = Σ log f(y_i),   f(y) = (shape / scale) t^(shape - 1) exp(-t^shape),   t = (location - y) / scale
 *
 * For a given location, shape and scale of the greatest likelihood are unique; so the likelihood is a curve over the
 * location, which is searched from end to end on a logarithmic grid, and refined at each of its maxima. Of several the one
 * with the best Kolmogorov-Smirnov p is returned.
 *
 * Deviation from optimisers that start somewhere in three dimensions: they run into the two ends of the curve, a location at
 * the largest value (the likelihood grows without bound, shape < 1) and one at infinity (the limit is a Gumbel distribution,
 * which has no right end). Neither is an estimate. So the shape is sought from 1, and a location counts only if the maxima
 * speak for an end at all: by Akaike's criterion, if that third parameter raises the logarithm of the likelihood by more
 * than 1 over that of the limit. Without, a right end many times their range away could rest on next to nothing.
 *
 * @returns undefined where no maximum between the ends passes, or there are fewer than three distinct values
 * @see Weng et al. 2018, arXiv:1801.10578, section 4; Akaike 1974, doi:10.1109/TAC.1974.1100705
 */
export function fitReverseWeibull(maxima: ArrayLike<number>): ReverseWeibull | undefined {
  const largest = maximumOf(maxima);
  const range = largest + maximumOf(Array.from(maxima, (value) => -value));
  if (!(range > 0) || new Set(Array.from(maxima)).size < 3) return undefined;

  const below = Float64Array.from(maxima, (value) => (largest - value) / range); // in [0, 1]
  const curve = (logDistance: number): number => shapeAt(below, Math.exp(logDistance)).logLikelihood;
  const endless = curve(infinity);
  const fits = peaksOf(curve).flatMap((logDistance): ReverseWeibull[] => {
    const distance = Math.exp(logDistance);
    const { shape, scale, logLikelihood } = shapeAt(below, distance);
    if (shape < 1 || logLikelihood - endless <= 1) return [];
    const fit = { location: largest + distance * range, scale: scale * range, shape };
    const distribution = (value: number): number => Math.exp(-(((fit.location - value) / fit.scale) ** shape));
    const { p } = kolmogorovSmirnov(maxima, distribution);
    return [{ ...fit, logLikelihood: logLikelihood - maxima.length * Math.log(range), p }];
  });
  return fits.reduce<ReverseWeibull | undefined>((best, fit) => (best && best.p >= fit.p ? best : fit), undefined);
}

/**
 * The ends between which the location is sought, and what stands for an infinite one: logarithms of its distance from the
 * largest value in ranges.
 */
const [nearest, farthest, infinity] = [1e-4, 100, 1e4].map(Math.log);
const gridPoints = 112;

/** Where a curve has its maxima strictly between the ends. */
function peaksOf(curve: (place: number) => number): number[] {
  const step = (farthest - nearest) / (gridPoints - 1);
  const heights = Array.from({ length: gridPoints }, (_, i) => curve(nearest + i * step));
  return heights.flatMap((height, i) =>
    i > 0 && i < gridPoints - 1 && height > heights[i - 1] && height >= heights[i + 1]
      ? [climb(curve, nearest + (i - 1) * step, nearest + (i + 1) * step)]
      : [],
  );
}

/** Golden-section search of the one maximum in an interval. */
function climb(curve: (place: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [heightA, heightB] = [curve(a), curve(b)];
  while (high - low > 1e-7) {
    if (heightA >= heightB) {
      [high, b, heightB] = [b, a, heightA];
      a = high - ratio * (high - low);
      heightA = curve(a);
    } else {
      [low, a, heightA] = [a, b, heightB];
      b = low + ratio * (high - low);
      heightB = curve(b);
    }
  }
  return (low + high) / 2;
}

/**
 * Shape and scale of the greatest likelihood at a location, by Newton's method on
 *
 *   Σ t^c log t / Σ t^c - mean log t - 1 / c = 0,   scale^c = mean t^c
 *
 * whose left side grows with c and is concave in it near the root; logarithms of t are taken relative to the largest.
 */
function shapeAt(below: Float64Array, distance: number): { shape: number; scale: number; logLikelihood: number } {
  const n = below.length;
  const top = Math.log(1 + distance);
  const logs = below.map((value) => Math.log(value + distance) - top); // at most 0
  const mean = logs.reduce((sum, value) => sum + value, 0) / n;
  let [shape, low, high] = [1, 0, Number.POSITIVE_INFINITY];
  let total = 0;
  for (let i = 0; i < 100; i++) {
    let [first, second] = [0, 0];
    total = 0;
    for (const value of logs) {
      const weight = Math.exp(shape * value);
      total += weight;
      first += weight * value;
      second += weight * value * value;
    }
    const slope = first / total - mean - 1 / shape;
    if (slope > 0) high = shape;
    else low = shape;
    const curvature = second / total - (first / total) ** 2 + 1 / (shape * shape);
    const next = shape - slope / curvature;
    const inside = next > low && next < high ? next : high === Number.POSITIVE_INFINITY ? 2 * shape : (low + high) / 2;
    if (Math.abs(inside - shape) <= 1e-12 * shape) break;
    shape = inside;
  }
  const logScale = top + Math.log(total / n) / shape;
  const logLikelihood = n * (Math.log(shape) - shape * logScale - 1) + (shape - 1) * n * (mean + top);
  return { shape, scale: Math.exp(logScale), logLikelihood };
}

const maximumOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
