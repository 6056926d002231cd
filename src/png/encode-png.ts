import { crc32, deflateSync } from 'node:zlib';

/** A picture of 8 bits per value, its rows from top to bottom and the channels last: grey, or red, green and blue. */
export interface EightBitPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly values: Uint8Array;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Takes a third of the time of zlib's default for a fifth more bytes. */
const level = 3;
const filters = { none: 0, up: 2 } as const;

/**
 * Encodes a picture as PNG.
 *
 * @returns the bytes of the file
 * @see Portable Network Graphics, third edition, W3C 2025, sections 5 and 11
 */
export function encodePng(picture: EightBitPicture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(picture.width, 0);
  header.writeUInt32BE(picture.height, 4);
  header.set([8, picture.channels === 1 ? 0 : 2], 8); // 8 bits; grey, or colours. The rest: standard methods, not interlaced
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflated(filtered(picture))),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Compresses with a window that is no larger than the data, because zlib clears it first. */
function deflated(data: Uint8Array): Uint8Array {
  const windowBits = Math.min(15, Math.max(9, Math.ceil(Math.log2(data.length + 1))));
  return deflateSync(data, { level, windowBits, memLevel: Math.min(8, Math.max(1, windowBits - 6)) });
}

/** Lines that equal the one above, as in magnified images, become zeros by the filter "up". */
function filtered({ width, height, channels, values }: EightBitPicture): Uint8Array {
  const length = width * channels;
  const lines = new Uint8Array(height * (length + 1));
  let above: Uint8Array = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    const line = values.subarray(y * length, (y + 1) * length);
    const repeated = Buffer.compare(line, above) === 0;
    lines[y * (length + 1)] = repeated ? filters.up : filters.none;
    if (!repeated) lines.set(line, y * (length + 1) + 1);
    above = line;
  }
  return lines;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
