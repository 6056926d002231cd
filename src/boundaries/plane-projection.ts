import { boundAt, type InputRange } from '../norms/range.ts';

/** A point and a plane: `values` from `at` on are the point, `normals` from `normalAt` on the normal of the plane. */
export interface PlaneProjection {
  readonly values: Float32Array;
  readonly at: number;
  readonly normals: Float32Array;
  readonly normalAt: number;
  readonly length: number;
  /** f at the point; the plane is f + w·d = 0. */
  readonly height: number;
  readonly range: InputRange;
}

/**
 * The shortest path from a point in a box onto a plane, inside the box. If the plane does not meet the box, the path leads to
 * the corner that is nearest to the plane.
 *
 *   min ‖d‖ such that f + w·d = 0 and lowest <= x + d <= highest
 *
 * Every value moves against its slope by the same step λ (L-inf), or by λ|w_i| (L2), until it meets its border:
 * d_i = -sign(f w_i) min(λ r_i, room_i). The gain Σ |w_i| min(λ r_i, room_i) is concave and piecewise linear in λ. Newton's
 * method from 0 therefore never overshoots, and reaches the exact solution after a few pieces, without sorting.
 *
 * @param way - receives d
 * @returns the size of d in the norm
 * @see Croce & Hein 2020, arXiv:1907.02044, section 2.2
 */
export function projectOntoPlane(
  norm: 'linf' | 'l2',
  { values, at, normals, normalAt, length, height, range: [lowest, highest] }: PlaneProjection,
  way: Float64Array,
): number {
  const side = height >= 0 ? 1 : -1;
  const room = way; // becomes d at the end
  const free = new Int32Array(length); // the values that have not met their border; λ grows, so their number only falls
  let count = 0;
  let slope = 0; // of the gain at λ
  for (let i = 0; i < length; i++) {
    const weight = side * normals[normalAt + i];
    const value = values[at + i];
    room[i] = weight > 0 ? value - boundAt(lowest, i) : weight < 0 ? boundAt(highest, i) - value : 0;
    if (room[i] > 0) {
      free[count++] = i;
      slope += norm === 'linf' ? Math.abs(weight) : weight * weight;
    }
  }

  let left = Math.abs(height); // the height, minus the gain of the values at their borders
  let step = left / slope; // λ
  for (let before = -1; count !== before && count > 0; step = left / slope) {
    before = count;
    count = 0;
    slope = 0;
    for (let k = 0; k < before; k++) {
      const i = free[k];
      const weight = Math.abs(normals[normalAt + i]);
      if (norm === 'linf' ? room[i] > step : room[i] > weight * step) {
        free[count++] = i;
        slope += norm === 'linf' ? weight : weight * weight;
      } else left -= weight * room[i];
    }
  }
  if (count === 0) step = Infinity;

  let size = 0;
  for (let i = 0; i < length; i++) {
    const weight = side * normals[normalAt + i];
    const moved = room[i] > 0 ? Math.min(step * (norm === 'linf' ? 1 : Math.abs(weight)), room[i]) : 0;
    way[i] = weight > 0 ? -moved : moved;
    size = norm === 'linf' ? Math.max(size, moved) : size + moved * moved;
  }
  return norm === 'linf' ? size : Math.sqrt(size);
}
