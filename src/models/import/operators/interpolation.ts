import type { Operation } from './contract.ts';

/** How a Resize finds the place in the input of a place in the output. */
function placeOf(
  at: number,
  scale: number,
  sizes: readonly [number, number],
  mode: string,
  roi: readonly [number, number],
): number {
  const [from, to] = sizes;
  switch (mode) {
    case 'asymmetric':
      return at / scale;
    case 'align_corners':
      return to === 1 && scale * from <= 1 ? 0 : (at * (from - 1)) / (scale * from - 1);
    case 'pytorch_half_pixel':
      return to > 1 ? (at + 0.5) / scale - 0.5 : 0;
    case 'half_pixel_symmetric': {
      const adjustment = to / (scale * from);
      return (from / 2) * (1 - adjustment) + (at + 0.5) / scale - 0.5;
    }
    case 'tf_half_pixel_for_nn':
      return (at + 0.5) / scale;
    case 'tf_crop_and_resize':
      return to > 1
        ? roi[0] * (from - 1) + (at * (roi[1] - roi[0]) * (from - 1)) / (to - 1)
        : 0.5 * (roi[0] + roi[1]) * (from - 1);
    default:
      return (at + 0.5) / scale - 0.5;
  }
}

const roundings: Readonly<Record<string, (place: number) => number>> = {
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** Weights of the neighbours at integer places around a place. */
function neighbours(place: number, operation: Operation, stretch: number): [number, number][] {
  const mode = operation.text('mode', 'nearest');
  if (mode === 'nearest') return [[roundings[operation.text('nearest_mode', 'round_prefer_floor')](place), 1]];
  const a = operation.number('cubic_coeff_a', -0.75);
  const kernel = mode === 'cubic' ? (t: number) => cubic(t, a) : (t: number) => Math.max(0, 1 - t);
  const reach = (mode === 'cubic' ? 2 : 1) * stretch;
  const first = Math.ceil(place - reach);
  const pairs = Array.from({ length: Math.floor(place + reach) - first + 1 }, (_, i): [number, number] => [
    first + i,
    kernel(Math.abs(first + i - place) / stretch),
  ]);
  return pairs.filter(([, weight]) => weight !== 0);
}

/** @see Keys 1981, IEEE Transactions on Acoustics, Speech and Signal Processing 29, equation 4 */
function cubic(t: number, a: number): number {
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
}

/** The interpolation along one axis as a matrix [to, from]. */
export function interpolation(
  from: number,
  to: number,
  scale: number,
  operation: Operation,
  roi: readonly [number, number],
): { matrix: Float32Array; outside: number[] } {
  const mode = operation.text('coordinate_transformation_mode', 'half_pixel');
  const stretch = operation.number('antialias', 0) === 1 && scale < 1 ? 1 / scale : 1;
  const excludes = operation.number('exclude_outside', 0) === 1;
  const matrix = new Float32Array(to * from);
  const outside: number[] = [];
  for (let at = 0; at < to; at++) {
    const place = placeOf(at, scale, [from, to], mode, roi);
    if (mode === 'tf_crop_and_resize' && (place < 0 || place > from - 1)) outside.push(at);
    const pairs = neighbours(place, operation, stretch).filter(([near]) => !excludes || (near >= 0 && near < from));
    const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [near, weight] of pairs) matrix[at * from + Math.max(0, Math.min(from - 1, near))] += weight / total;
  }
  return { matrix, outside };
}
