import { distanceOf } from '../../norms/distance.ts';
import type { Questions, Walk } from './contract.ts';
import { gradientAt, inRange } from './gradient.ts';

/** The largest tolerance of a bisection, as a share of the distance, for items of few values. */
const largestTolerance = 1e-3;

/**
 * The walk of HopSkipJump: estimates the gradient at a point on the boundary, jumps along it, and returns to the boundary.
 *
 *   v = direction of the mean of (φ(x_t + δ u_b) − mean φ) u_b,   φ = ±1, u_b random of length 1,   b = 1 … B √t
 *   x̃ = x_t + ξ v (L2) or x_t + ξ sign v (L-inf),   ξ = d(x_t, x) / √t, halved until x̃ is adversarial
 *   x_{t+1} = the nearest adversarial point between x and x̃, by bisection to the tolerance θ
 *   θ = n^{-3/2} (L2) or n^{-2} (L-inf),   δ = √n θ d(x̃, x) or n θ d(x̃, x);   first 0.1 of the input range
 *
 * n is the number of values of an item.
 */
export function* hopSkipJumpWalk(walk: Walk): Questions<never> {
  const { clean, norm } = walk;
  const n = clean.length;
  const theta = Math.min(norm === 'l2' ? n ** -1.5 : n ** -2, largestTolerance);
  const distance = (point: Float32Array): number => distanceOf(norm, point, clean);
  const first = yield* bisected(walk, yield* startingPoint(walk), blended, largestTolerance);
  let far = distance(first);
  let point = yield* onBoundary(walk, first, theta);
  for (let step = 1; ; step++) {
    const reach = step === 1 ? 0.1 * walk.unit : (norm === 'l2' ? Math.sqrt(n) : n) * theta * far;
    const direction = yield* gradientAt(walk, point, reach, Math.floor(walk.evaluations * Math.sqrt(step)));
    let size = distance(point) / Math.sqrt(step);
    let jump = point;
    for (let isAdversarial = false; !isAdversarial; size /= 2) {
      jump = point.map((value, at) => inRange(walk, value + size * direction[at], at));
      isAdversarial = yield* isBroken(jump);
    }
    far = distance(jump);
    point = yield* onBoundary(walk, jump, theta);
  }
}

/** Asks about one point. */
function* isBroken(point: Float32Array): Questions<boolean> {
  const [answer] = yield point;
  return answer === 1;
}

/**
 * Draws points until one is adversarial: uniform noise, and in turns noise at the ends of the range, with any share at the upper end.
 * A value with an open side moves away from the input, by up to about 512 times the unit of length.
 */
function* startingPoint(walk: Walk): Questions<Float32Array> {
  const { clean, lowest, highest, unit, random } = walk;
  for (let draw = 0; ; draw++) {
    const share = random.uniform();
    const point = clean.map((value, at) => {
      const width = highest[at] - lowest[at];
      if (width === Infinity) return inRange(walk, value + 2 ** (draw % 10) * unit * random.normal(), at);
      const height = draw % 2 === 0 ? random.uniform() : Number(random.uniform() < share);
      return lowest[at] + height * width;
    });
    if (yield* isBroken(point)) return point;
  }
}

/** The point at a height between the input and an adversarial point. */
type Between = (clean: Float32Array, point: Float32Array, height: number) => Float32Array;

const blended: Between = (clean, point, height) => point.map((value, at) => (1 - height) * clean[at] + height * value);
/** The point within a radius of the input in L-inf; the height is the share of the distance. */
const boxed: Between = (clean, point, height) => {
  const radius = height * distanceOf('linf', point, clean);
  return point.map((value, at) => Math.min(Math.max(value, clean[at] - radius), clean[at] + radius));
};

/** The adversarial point nearest to the input between it and another adversarial point. */
function* bisected({ clean }: Walk, point: Float32Array, between: Between, tolerance: number): Questions<Float32Array> {
  let [low, high, nearest] = [0, 1, point];
  while (high - low > tolerance) {
    const height = (low + high) / 2;
    const middle = between(clean, point, height);
    if (yield* isBroken(middle)) [high, nearest] = [height, middle];
    else low = height;
  }
  return nearest;
}

const onBoundary = (walk: Walk, point: Float32Array, theta: number): Questions<Float32Array> =>
  bisected(walk, point, walk.norm === 'l2' ? blended : boxed, theta);
