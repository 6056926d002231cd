import type { Questions, Walk } from './contract.ts';

/** Points per question of a gradient estimate, which bound its memory. */
const pointsAtOnce = 32;

/** The estimated direction in which the input becomes more adversarial: of length 1 in L2, of signs in L-inf. */
export function* gradientAt(walk: Walk, point: Float32Array, reach: number, count: number): Questions<Float64Array> {
  const sums: Sums = { moves: new Float64Array(point.length), signed: new Float64Array(point.length), total: 0 };
  for (let done = 0; done < count; done += pointsAtOnce) {
    const points = pointsAround(walk, point, reach, Math.min(pointsAtOnce, count - done));
    addTo(sums, yield points, points, point);
  }
  const mean = sums.total / count;
  const offset = Math.abs(mean) === 1 ? 0 : mean;
  const slope = sums.signed.map((value, at) => value - offset * sums.moves[at]);
  if (walk.norm === 'linf') return slope.map(Math.sign);
  const length = lengthOf(slope) || 1;
  return slope.map((value) => value / length);
}

/** Σ δu, Σ φ δu and Σ φ over the points of an estimate. */
interface Sums {
  readonly moves: Float64Array;
  readonly signed: Float64Array;
  total: number;
}

/** Random points at a distance, cut to the input range: in directions of normal values in L2, of uniform ones in L-inf. */
function pointsAround(walk: Walk, point: Float32Array, reach: number, count: number): Float32Array {
  const { norm, random } = walk;
  const n = point.length;
  const [points, noise] = [new Float32Array(count * n), new Float64Array(n)];
  for (let row = 0; row < count; row++) {
    if (norm === 'l2') for (let at = 0; at < n; at++) noise[at] = random.normal();
    else for (let at = 0; at < n; at++) noise[at] = 2 * random.uniform() - 1;
    const scale = reach / lengthOf(noise);
    for (let at = 0; at < n; at++) points[row * n + at] = inRange(walk, point[at] + scale * noise[at], at);
  }
  return points;
}

/** Adds points, as they were cut to the range, to the sums of an estimate. */
function addTo(sums: Sums, answers: Uint8Array, points: Float32Array, point: Float32Array): void {
  const { moves, signed } = sums;
  const n = point.length;
  for (let row = 0; row < answers.length; row++) {
    const sign = answers[row] === 1 ? 1 : -1;
    sums.total += sign;
    for (let at = 0; at < n; at++) {
      const move = points[row * n + at] - point[at];
      moves[at] += move;
      signed[at] += sign * move;
    }
  }
}

function lengthOf(values: Float64Array): number {
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += values[at] * values[at];
  return Math.sqrt(squares);
}

/** A value cut to its bounds. */
export const inRange = ({ lowest, highest }: Walk, value: number, at: number): number =>
  Math.min(Math.max(value, lowest[at]), highest[at]);
