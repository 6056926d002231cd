import { crc32, deflateSync } from 'node:zlib';
import type { Canvas } from './canvas.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Eight bits per channel, red green blue, the standard compression and filter method, not interlaced. */
const format = Uint8Array.of(8, 2, 0, 0, 0);

/**
 * Encodes a picture as PNG.
 *
 * @returns the bytes of the file
 * @see Portable Network Graphics, third edition, W3C 2025, sections 5 and 11
 */
export function encodePng({ width, height, pixels }: Canvas): Uint8Array {
  const lines = new Uint8Array(height * (width * 3 + 1)); // each line starts with its filter type: 0, none
  for (let y = 0; y < height; y++)
    lines.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    signature,
    chunk('IHDR', Buffer.concat([header, format])),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
