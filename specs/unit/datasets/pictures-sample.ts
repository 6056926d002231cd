import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { encodePng } from '../../../src/png/encode-png.ts';

/** A PNG file of bytes: grey, or red, green and blue. */
export const pngOf = (width: number, height: number, channels: 1 | 3, values: Uint8Array): Buffer =>
  encodePng({ width, height, channels, values });

/** A PNG file whose header says another size. */
export function withSize(png: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(png);
  changed.writeUInt32BE(width, 16);
  changed.writeUInt32BE(height, 20);
  changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29);
  return changed;
}

/** A picture of 3 × 2 pixels of one value. */
export const flat = (value: number, channels: 1 | 3 = 1): Buffer =>
  pngOf(3, 2, channels, new Uint8Array(6 * channels).fill(value));

/** Writes files, and the folders of their paths. */
export function writePictures(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
