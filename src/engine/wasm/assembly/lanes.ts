// Partial vectors: the last columns of a matrix whose width is not a multiple of the lanes.

/** Loads `count` floats at `at` and sets the other lanes to zero; reads nothing beyond these floats. */
// @ts-ignore: decorator
@inline
export function loadLanes(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load(at);
  if (count <= 0) return f32x4.splat(0);
  if (count == 1) return v128.load_zero<f32>(at);
  const two = v128.load_zero<f64>(at);
  return count == 2 ? two : v128.load_lane<f32>(at, two, 2, 8);
}

/** Stores the first `count` lanes at `at`. */
// @ts-ignore: decorator
@inline
export function storeLanes(at: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(at, value);
  } else if (count == 1) {
    v128.store_lane<f32>(at, value, 0);
  } else if (count >= 2) {
    v128.store_lane<f64>(at, value, 0);
    if (count == 3) v128.store_lane<f32>(at, value, 2, 8);
  }
}

/** Adds the first `count` lanes to the floats at `at`. */
// @ts-ignore: decorator
@inline
export function addLanes(at: usize, value: v128, count: i32): void {
  storeLanes(at, f32x4.add(loadLanes(at, count), value), count);
}
