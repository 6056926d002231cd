import type { Picture } from './picture.ts';

/** Bits behind the point of the weights of 8-bit pictures. */
const bits = 22;

/** Which input values an output value is the weighted mean of. */
interface Weights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` weights per output value. */
  readonly weights: Float64Array;
  readonly most: number;
}

/**
 * Resizes a picture to other sides, without regard to their ratio, as Pillow's `resize(…, BILINEAR)` does: a triangle as wide as two
 * pixels of the smaller picture, first along rows, then along columns. With scale s = input / output and support max(s, 1):
 *
 *   out(i) = Σ_j w((j + 0.5 − (i + 0.5) s) / max(s, 1)) in(j) / Σ w,   w(x) = max(0, 1 − |x|)
 *
 * 8-bit pictures are computed in fixed point, 16-bit ones in double precision; both are rounded after each pass. Values are those of Pillow
 * to the bit, or differ by one level where Pillow resizes the columns first.
 */
export function resize(picture: Picture, width: number, height: number): Picture {
  const across = picture.width === width ? picture : alongRows(picture, width);
  return across.height === height ? across : alongColumns(across, height);
}

function alongRows({ width, height, channels, values }: Picture, size: number): Picture {
  const { first, count, weights, most } = weightsOf(width, size, values instanceof Uint8Array);
  const resized = roomLike(values, size * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < size; x++) {
      for (let c = 0; c < channels; c++) {
        const start = (y * width + first[x]) * channels + c;
        resized[(y * size + x) * channels + c] = mean(values, start, channels, weights, x * most, count[x]);
      }
    }
  }
  return { width: size, height, channels, values: resized };
}

function alongColumns({ width, height, channels, values }: Picture, size: number): Picture {
  const { first, count, weights, most } = weightsOf(height, size, values instanceof Uint8Array);
  const row = width * channels;
  const resized = roomLike(values, size * row);
  for (let y = 0; y < size; y++) {
    for (let i = 0; i < row; i++)
      resized[y * row + i] = mean(values, first[y] * row + i, row, weights, y * most, count[y]);
  }
  return { width, height: size, channels, values: resized };
}

function mean(
  values: Uint8Array | Uint16Array,
  start: number,
  step: number,
  weights: Float64Array,
  at: number,
  count: number,
): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[start + i * step] * weights[at + i];
  return values instanceof Uint8Array ? Math.min(255, (sum + 2 ** (bits - 1)) >> bits) : Math.floor(sum + 0.5);
}

const roomLike = (values: Uint8Array | Uint16Array, length: number): Uint8Array | Uint16Array =>
  values instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length);

/** @param isFixed - whether weights are integers of 22 bits behind the point */
function weightsOf(from: number, to: number, isFixed: boolean): Weights {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const most = Math.ceil(support) * 2 + 1;
  const [first, count] = [new Int32Array(to), new Int32Array(to)];
  const weights = new Float64Array(to * most);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    first[i] = Math.max(0, Math.trunc(centre - support + 0.5));
    count[i] = Math.min(from, Math.trunc(centre + support + 0.5)) - first[i];
    const own = weights.subarray(i * most, i * most + count[i]);
    const inverse = 1 / support;
    let sum = 0;
    for (let j = 0; j < own.length; j++) {
      own[j] = Math.max(0, 1 - Math.abs((j + first[i] - centre + 0.5) * inverse));
      sum += own[j];
    }
    for (let j = 0; j < own.length; j++) {
      own[j] /= sum;
      if (isFixed) own[j] = Math.floor(own[j] * 2 ** bits + 0.5);
    }
  }
  return { first, count, weights, most };
}
