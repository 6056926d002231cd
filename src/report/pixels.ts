import { deflateSync, inflateSync } from 'node:zlib';
import { boundAt, isShared, largestWidth, type InputRange } from '../norms/range.ts';
import { InvalidDataError } from '../errors.ts';
import { mostExamples, type ExampleImages } from './schemas/examples.ts';

/** Largest size of the images of a gate in bytes, before compression. They are sent with the results of the test. */
const mostBytes = 2 ** 20;

/** @returns how many images of this length in values are kept per gate, at least 1 */
export const mostImages = (length: number): number =>
  Math.min(mostExamples, Math.max(1, Math.floor(mostBytes / (2 * length))));

/** Clean inputs and their perturbations as bytes: one image after another, channels last. */
export interface Pixels {
  /** From 0 for the lowest legal value to 255 for the highest. */
  readonly clean: Uint8Array;
  /** From −127 to 127; 127 stands for `largest`. */
  readonly shifts: Int8Array;
}

/**
 * Packs images to be sent to the reporter. The bytes take a quarter of the size in float32, and two thirds of that after
 * compression. If the range differs by value or has an open side, each value is shown relative to its own bounds; an open side is
 * replaced by the extreme of the shown values.
 *
 * @returns the largest change as a share of the input range, and the bytes in base64
 */
export function packPixels(
  clean: Float32Array,
  adversarial: Float32Array,
  shown: InputRange,
): Pick<ExampleImages, 'largest' | 'pixels'> {
  if (!isShared(shown) || largestWidth(shown) === Infinity) {
    const toShares = sharesIn(shown, [clean, adversarial]);
    return packPixels(clean.map(toShares), adversarial.map(toShares), [0, 1]);
  }
  const [lowest, highest] = shown;
  const range = highest - lowest;
  const shifts = adversarial.map((value, i) => (value - clean[i]) / range);
  const largest = Math.min(
    1,
    shifts.reduce((most, shift) => Math.max(most, Math.abs(shift)), 0),
  );
  const bytes = new Uint8Array(2 * clean.length);
  clean.forEach((value, i) => {
    bytes[i] = Math.round((255 * (value - lowest)) / range);
    bytes[clean.length + i] = Math.round((127 * shifts[i]) / (largest || 1));
  });
  return { largest, pixels: deflateSync(bytes, { level: 9 }).toString('base64') };
}

/** @returns a function from a value and its position to its place between its bounds, in [0, 1] */
function sharesIn(range: InputRange, shown: readonly Float32Array[]): (value: number, at: number) => number {
  const bounds = range.find((bound) => typeof bound !== 'number');
  const length = bounds?.length ?? 1;
  const extremes = [Infinity, -Infinity];
  for (const values of shown) {
    for (const value of values) {
      extremes[0] = Math.min(extremes[0], value);
      extremes[1] = Math.max(extremes[1], value);
    }
  }
  return (value, at) => {
    const [low, high] = range.map((bound, side) => {
      const own = boundAt(bound, at % length);
      return Number.isFinite(own) ? own : extremes[side];
    });
    return high > low ? (value - low) / (high - low) : 0;
  };
}

/**
 * Unpacks images. Unpacking stops at the expected size, so that a few bytes of a stranger cannot fill the memory.
 *
 * @param values - number of values of all images
 * @returns exactly the bytes that `packPixels` packed
 * @throws InvalidDataError - if the bytes have another size
 */
export function unpackPixels({ pixels }: Pick<ExampleImages, 'pixels'>, values: number): Pixels {
  let bytes: Uint8Array;
  try {
    bytes = inflateSync(Buffer.from(pixels, 'base64'), { maxOutputLength: Math.max(1, 2 * values) });
  } catch (cause) {
    throw invalid((cause as Error).message, values, cause);
  }
  if (bytes.length !== 2 * values) throw invalid(`${bytes.length} bytes`, values);
  return {
    clean: Uint8Array.from(bytes.subarray(0, values)),
    shifts: Int8Array.from(bytes.subarray(values), (byte) => (byte << 24) >> 24),
  };
}

const invalid = (received: string, values: number, cause?: unknown): InvalidDataError =>
  new InvalidDataError(
    `The images of a contact sheet cannot be unpacked: ${received}.\n` +
      `Expected ${2 * values} bytes that this version of vitest-dnn packed.\nRun the tests again with one version.`,
    { cause },
  );
