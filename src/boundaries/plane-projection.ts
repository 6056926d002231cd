/** A point on its way to a plane: where its values begin in `values`, and the normal of the plane likewise. */
export interface PlaneProjection {
  readonly values: Float32Array;
  readonly at: number;
  readonly normals: Float32Array;
  readonly normalAt: number;
  readonly length: number;
  /** f at the point: the plane is where f + w·d = 0. */
  readonly height: number;
  readonly range: readonly [number, number];
}

/**
 * The shortest way from a point in a box onto a plane, inside the box; where the plane does not meet the box, into the
 * corner that is nearest to it.
 *
 *   min ‖d‖ such that f + w·d = 0 and lowest <= x + d <= highest
 *
 * Every value moves against its slope by the same step λ (L-inf), or by λ|w_i| (L2), until it meets its border:
 * d_i = -sign(f w_i) min(λ r_i, room_i). What that gains, Σ |w_i| min(λ r_i, room_i), is concave and piecewise linear in λ,
 * so that Newton's method from 0 never overshoots and ends on the exact solution after a few pieces, without sorting.
 *
 * @param way - d is written here
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
  const free = new Int32Array(length); // the values that have not met their border; they only ever get fewer, since λ grows
  let count = 0;
  let slope = 0; // of the gain at λ
  for (let i = 0; i < length; i++) {
    const weight = side * normals[normalAt + i];
    const value = values[at + i];
    room[i] = weight > 0 ? value - lowest : weight < 0 ? highest - value : 0;
    if (room[i] > 0) {
      free[count++] = i;
      slope += norm === 'linf' ? Math.abs(weight) : weight * weight;
    }
  }

  let left = Math.abs(height); // of the height, less what the values at their borders have gained
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
