import { deflateSync, inflateSync } from 'node:zlib';
import type { ExampleImages } from './schemas/examples.ts';

/** Clean inputs and their perturbations as bytes, image after image, channels last. */
export interface Pixels {
  /** From 0, the lowest legal value, to 255, the highest. */
  readonly clean: Uint8Array;
  /** From −127 to 127, which is `largest`. */
  readonly shifts: Int8Array;
}

/** Packs images for the way to the reporter: a quarter of their size in float32 before compression, two thirds after. */
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

/** The inverse of `packPixels`, to the byte. */
export function unpackPixels({ pixels }: Pick<ExampleImages, 'pixels'>): Pixels {
  const bytes = inflateSync(Buffer.from(pixels, 'base64'));
  const half = bytes.length / 2;
  return {
    clean: Uint8Array.from(bytes.subarray(0, half)),
    shifts: Int8Array.from(bytes.subarray(half), (byte) => (byte << 24) >> 24),
  };
}
