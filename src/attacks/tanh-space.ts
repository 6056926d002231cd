/**
 * The change of variable that keeps inputs in their range without clipping, so that no gradient ends at a border.
 *
 *   x = a + b t,   t = tanh(u),   a the middle and b half the width of the range
 *   u = artanh(0.999999 (x - a) / b)
 *
 * The factor keeps u finite at the borders.
 * @see Carlini & Wagner 2017, arXiv:1608.04644, section V.B
 */
export interface TanhSpace {
  /** u of x. */
  enter(x: number): number;
  /** x of t. */
  leave(t: number): number;
  /** dx/du at t. */
  slope(t: number): number;
  /** What becomes of x on the way there and back. */
  returned(x: number): number;
}

export function tanhSpace([lowest, highest]: readonly [number, number]): TanhSpace {
  const middle = (lowest + highest) / 2;
  const half = (highest - lowest) / 2;
  const shrink = 0.999999;
  return {
    enter: (x) => Math.atanh((shrink * (x - middle)) / half),
    leave: (t) => middle + half * t,
    slope: (t) => half * (1 - t * t),
    returned: (x) => middle + shrink * (x - middle),
  };
}
