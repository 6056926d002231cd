/** Σ v². */
export function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

/**
 * The shape that Square Attack adds in L2, of length 1: two halves of opposite sign, side by side (upright) or one above the
 * other. Each half is a pile of growing rectangles; the k-th adds 1 / k².
 *
 * @returns the values row by row, [height · width]
 */
export function bumpOf(height: number, width: number, upright: boolean): Float64Array {
  if (height === 1 && !upright && width > 1) return bumpOf(height, width, true);
  if (upright) {
    const lying = bumpOf(width, height, false); // transposed
    return Float64Array.from(
      { length: height * width },
      (_, at) => lying[(at % width) * height + Math.floor(at / width)],
    );
  }
  const half = Math.floor(height / 2);
  const values = new Float64Array(height * width);
  values.set(pile(half, width));
  values.set(
    pile(height - half, width).map((value) => -value),
    half * width,
  );
  const length = Math.sqrt(sumOfSquares(values));
  return values.map((value) => value / length);
}

/** One half of a bump, of length 1. */
function pile(height: number, width: number): Float64Array {
  const values = new Float64Array(height * width);
  const [middle, centre] = [Math.floor(height / 2), Math.floor(width / 2)];
  const rings = ringsOf(Math.max(middle, centre));
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      values[row * width + column] = rings[Math.max(Math.abs(row - middle), Math.abs(column - centre))];
    }
  }
  const length = Math.sqrt(sumOfSquares(values));
  return values.map((value) => value / (length || 1));
}

/** The value at each distance from the centre: Σ 1 / (k + 1)² over the rectangles that reach it, smallest rectangle first. */
function ringsOf(farthest: number): number[] {
  return Array.from({ length: farthest + 1 }, (_, ring) => {
    let sum = 0;
    for (let k = ring; k <= farthest; k++) sum += 1 / (k + 1) ** 2;
    return sum;
  });
}
