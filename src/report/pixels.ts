import { deflateSync, inflateSync } from 'node:zlib';
import type { ExampleImages } from './schemas/examples.ts';

/** Clean inputs and their perturbations as bytes: one image after another, channels last. */
export interface Pixels {
  /** From 0 for the lowest legal value to 255 for the highest. */
  readonly clean: Uint8Array;
  /** From −127 to 127; 127 stands for `largest`. */
  readonly shifts: Int8Array;
}

/**
 * Packs images to be sent to the reporter. The bytes take a quarter of the size in float32, and two thirds of that after
 * compression.
 *
 * @returns the largest change as a share of the input range, and the bytes in base64
 */
export function packPixels(
  clean: Float32Array,
  adversarial: Float32Array,
  [lowest, highest]: readonly [number, number],
): Pick<ExampleImages, 'largest' | 'pixels'> {
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

/** @returns exactly the bytes that `packPixels` packed */
export function unpackPixels({ pixels }: Pick<ExampleImages, 'pixels'>): Pixels {
  const bytes = inflateSync(Buffer.from(pixels, 'base64'));
  const half = bytes.length / 2;
  return {
    clean: Uint8Array.from(bytes.subarray(0, half)),
    shifts: Int8Array.from(bytes.subarray(half), (byte) => (byte << 24) >> 24),
  };
}
