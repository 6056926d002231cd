import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';

/** A reverse Weibull distribution: F(y) = exp(-((location - y) / scale)^shape) below the location, 1 above. */
export interface ReverseWeibull {
  /** The right endpoint: the least upper bound of observable values. */
  readonly location: number;
  readonly scale: number;
  readonly shape: number;
  readonly logLikelihood: number;
  /** p value of the Kolmogorov-Smirnov test of the sample against the fit. */
  readonly p: number;
}

/**
 * Fits a reverse Weibull distribution to maxima by maximum likelihood.
 *
 *   log L = Σ log f(y_i),   f(y) = (shape / scale) t^(shape - 1) exp(-t^shape),   t = (location - y) / scale
 *
 * For a given location, the most likely shape and scale are unique, so the likelihood is a curve over the location. A
 * logarithmic grid covers this curve, and each of its maxima is refined. If several remain, the fit with the largest
 * Kolmogorov-Smirnov p value is returned.
 *
 * Deviation from optimisers that start at one point in three dimensions: these run into either end of the curve, and neither
 * end is an estimate. At the largest value the likelihood grows without bound (shape < 1). At infinity the limit is a Gumbel
 * distribution, which has no right endpoint. So the shape must be at least 1, and the maxima must give evidence for an
 * endpoint. By Akaike's criterion, the third parameter must raise the log-likelihood by more than 1 over that of the limit.
 * Without this rule, an endpoint many times the range away could rest on almost no evidence.
 *
 * @returns the fit; undefined if no maximum between the ends passes, or there are fewer than three distinct values
 * @see Weng et al. 2018, arXiv:1801.10578, section 4; Akaike 1974, doi:10.1109/TAC.1974.1100705
 */
export function fitReverseWeibull(maxima: ArrayLike<number>): ReverseWeibull | undefined {
  return fitReverseWeibullNear(maxima, 0);
}

/**
 * Like `fitReverseWeibull`, but an endpoint close to the largest value needs no evidence. There, the most likely endpoint is a
 * better estimate of the true one than the largest value.
 *
 * @param near - the distance up to which an endpoint is close, in ranges of the maxima
 * @returns the fit; undefined if no maximum between the ends passes, or there are fewer than three distinct values
 */
export function fitReverseWeibullNear(maxima: ArrayLike<number>, near: number): ReverseWeibull | undefined {
  const largest = maximumOf(maxima);
  const range = largest + maximumOf(Array.from(maxima, (value) => -value));
  if (!(range > 0) || new Set(Array.from(maxima)).size < 3) return undefined;

  const below = Float64Array.from(maxima, (value) => (largest - value) / range); // in [0, 1]
  const curve = (logDistance: number): number => shapeAt(below, Math.exp(logDistance)).logLikelihood;
  const endless = curve(infinity);
  const fits = peaksOf(curve).flatMap((logDistance): ReverseWeibull[] => {
    const distance = Math.exp(logDistance);
    const { shape, scale, logLikelihood } = shapeAt(below, distance);
    if (shape < 1 || (distance > near && logLikelihood - endless <= 1)) return [];
    const fit = { location: largest + distance * range, scale: scale * range, shape };
    const distribution = (value: number): number => Math.exp(-(((fit.location - value) / fit.scale) ** shape));
    const { p } = kolmogorovSmirnov(maxima, distribution);
    return [{ ...fit, logLikelihood: logLikelihood - maxima.length * Math.log(range), p }];
  });
  return fits.reduce<ReverseWeibull | undefined>((best, fit) => (best && best.p >= fit.p ? best : fit), undefined);
}

/**
 * Bounds of the search for the location, and the value that represents infinity. Each is the logarithm of the distance from
 * the largest value, in units of the range.
 */
const [nearest, farthest, infinity] = [1e-4, 100, 1e4].map(Math.log);
const gridPoints = 112;

/** Returns the places of the maxima of a curve, both ends excluded. */
function peaksOf(curve: (place: number) => number): number[] {
  const step = (farthest - nearest) / (gridPoints - 1);
  const heights = Array.from({ length: gridPoints }, (_, i) => curve(nearest + i * step));
  return heights.flatMap((height, i) =>
    i > 0 && i < gridPoints - 1 && height > heights[i - 1] && height >= heights[i + 1]
      ? [climb(curve, nearest + (i - 1) * step, nearest + (i + 1) * step)]
      : [],
  );
}

/** Finds the only maximum in an interval by golden-section search. */
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
 * Returns the most likely shape and scale for a location, by Newton's method on
 *
 *   Σ t^c log t / Σ t^c - mean log t - 1 / c = 0,   scale^c = mean t^c
 *
 * The left side increases with c and is concave near the root. Logarithms of t are relative to the largest one.
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
