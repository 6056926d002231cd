import { crc32, inflateSync } from 'node:zlib';
import { checkSize, damaged, type Picture, type PictureHeader } from './picture.ts';
import { passesOf, pictureOf, type PngForm } from './png-rows.ts';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** The depths of each type of colours. */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** Deflate cannot unpack a byte to more. */
const mostGrowth = 1032;

export const isPng = (bytes: Uint8Array): boolean => signature.equals(bytes.subarray(0, 8));

/**
 * Decodes a PNG picture of any type, to what Pillow's `convert('RGB')` and `convert('L')` give of it: palettes become colours, alpha is
 * dropped, samples of 1, 2 and 4 bits are scaled to 255, and of 16-bit colours the upper 8 bits are kept. 16-bit grey keeps its 16 bits.
 *
 * @param check - called with its size before memory is taken
 * @throws InvalidDataError if it is damaged, or does not have the size that its header says
 * @see https://www.w3.org/TR/png-3/
 */
export function decodePng(bytes: Buffer, name: string, check: (header: PictureHeader) => void = () => {}): Picture {
  let form: PngForm | undefined;
  let palette: Uint8Array | undefined;
  const parts: Buffer[] = [];
  for (let at = 8; ;) {
    const length = at + 12 <= bytes.length ? bytes.readUInt32BE(at) : Infinity;
    if (at + 12 + length > bytes.length) throw damaged(name, 'it is cut off');
    const type = bytes.readUInt32BE(at + 4);
    const content = bytes.subarray(at + 8, at + 8 + length);
    const isCritical = (type & 0x20000000) === 0;
    if (isCritical && crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length))
      throw damaged(name, `a part does not match its checksum, at offset ${at}`);
    if (type === header) form = formOf(content, name);
    else if (type === colours) palette = content;
    else if (type === data) parts.push(content);
    else if (type === end) break;
    at += 12 + length;
  }
  if (form === undefined || parts.length === 0) throw damaged(name, 'it has no header, or no pixels');
  check(form);
  if (form.colour === 3 && (palette === undefined || palette.length % 3 !== 0))
    throw damaged(name, 'it has no palette');
  const packed = parts.length === 1 ? parts[0] : Buffer.concat(parts);
  const size = passesOf(form).reduce((sum, { rows, rowBytes }) => sum + rows * (rowBytes + 1), 0);
  if (size > mostGrowth * packed.length)
    throw damaged(name, `it promises ${size} bytes of pixels in ${packed.length} packed ones`);
  return pictureOf(form, unpack(packed, size, name), palette, name);
}

const [header, colours, data, end] = ['IHDR', 'PLTE', 'IDAT', 'IEND'].map((type) => Buffer.from(type).readUInt32BE());

function formOf(content: Buffer, name: string): PngForm {
  if (content.length !== 13) throw damaged(name, 'its header has another length');
  const [depth, colour, packing, filtering, interlace] = content.subarray(8);
  if (!depths[colour]?.includes(depth) || packing !== 0 || filtering !== 0 || interlace > 1)
    throw damaged(name, `its header says depth ${depth} and colour type ${colour}`);
  const form = {
    width: content.readUInt32BE(0),
    height: content.readUInt32BE(4),
    depth,
    colour,
    isInterlaced: interlace === 1,
  };
  checkSize(name, form, Infinity);
  return form;
}

function unpack(packed: Buffer, size: number, name: string): Uint8Array {
  try {
    const unpacked = inflateSync(packed, {
      maxOutputLength: size + 1,
      chunkSize: Math.max(64, Math.min(size + 1, 2 ** 20)),
    });
    if (unpacked.length === size) return unpacked;
    throw new Error(`they have ${unpacked.length} bytes instead of ${size}`);
  } catch (cause) {
    throw damaged(name, `its pixels cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
