import { InvalidDataError } from '../../errors.ts';
import { checkSize, damaged, type Picture, type PictureHeader } from './picture.ts';
import { decodePng, isPng } from './png.ts';

/** Decodes a picture. @param check - called with its size before memory is taken */
export type Decode = (bytes: Buffer, name: string, check?: (header: PictureHeader) => void) => Picture;

/** Red, green, blue and alpha of each pixel. */
interface Decoded {
  readonly data: Uint8ClampedArray;
}

type Decoder = (bytes: Uint8Array) => Decoded;

/** Pixels per byte of a JPEG picture at most: a progressive scan needs one bit per 8 × 8 pixels. */
const mostPerByte = 8 * 64 * 8;

/**
 * Loads the decoders of PNG, JPEG and WebP. JPEG is decoded by libjpeg-turbo and WebP by libwebp, both compiled to WebAssembly, so the bits
 * are those of Pillow. A picture is recognised by its first bytes, whatever its name. Rotation in EXIF is not applied, as Pillow's `open`
 * does not apply it; alpha is dropped.
 *
 * @param isPngOnly - leaves the decoders of the other formats out, which take time to load
 */
export async function loadDecoders(isPngOnly: boolean): Promise<Decode> {
  const jpeg: Decoder | undefined = isPngOnly ? undefined : (await import('@cwasm/jpeg-turbo')).decode;
  const webp: Decoder | undefined = isPngOnly ? undefined : (await import('@cwasm/webp')).decode;
  return (bytes, name, check = () => {}) => {
    if (isPng(bytes)) return decodePng(bytes, name, check);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return decodeJpeg(bytes, name, check, jpeg);
    if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
      return decodeWebp(bytes, name, check, webp);
    throw new InvalidDataError(
      `${name} is no PNG, JPEG or WebP picture: it ${bytes.length === 0 ? 'is empty' : `starts with ${bytes.toString('hex', 0, 8)}`}.\n` +
        'Expected one of these formats. Convert or remove the file, or pass skipDamaged: true.',
    );
  };
}

function decodeJpeg(bytes: Buffer, name: string, check: (header: PictureHeader) => void, decode?: Decoder): Picture {
  const header = jpegHeader(bytes, name);
  const { width, height, components } = header;
  checkSize(name, header, mostPerByte * bytes.length);
  if (components !== 1 && components !== 3)
    throw new InvalidDataError(
      `${name} has ${components} components, such as the four inks of print.\nExpected 1 (grey) or 3 (colours). Convert the file, or pass skipDamaged: true.`,
    );
  check(header);
  return { width, height, ...withoutAlpha(run(decode, bytes, name), components) };
}

function decodeWebp(bytes: Buffer, name: string, check: (header: PictureHeader) => void, decode?: Decoder): Picture {
  const header = webpHeader(bytes, name);
  checkSize(name, header, Infinity);
  check(header);
  return { ...header, ...withoutAlpha(run(decode, bytes, name), 3) };
}

function run(decode: Decoder | undefined, bytes: Uint8Array, name: string): Uint8ClampedArray {
  if (decode === undefined) throw damaged(name, 'its name ends in .png, and it has another format');
  try {
    return decode(bytes).data;
  } catch (cause) {
    throw damaged(name, `it cannot be decoded (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

function withoutAlpha(pixels: Uint8ClampedArray, channels: 1 | 3): Pick<Picture, 'channels' | 'values'> {
  const values = new Uint8Array((pixels.length / 4) * channels);
  for (let from = 0, to = 0; from < pixels.length; from += 4)
    for (let c = 0; c < channels; c++) values[to++] = pixels[from + c];
  return { channels, values };
}

/** Finds the frame of a JPEG file: marker C0 to CF, but for tables (C4, C8, CC). @see ITU-T T.81, B.2.2 */
function jpegHeader(bytes: Buffer, name: string): PictureHeader & { readonly components: number } {
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1];
    if (marker === 0xff) at++; // padding
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (at + 10 > bytes.length) break;
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7), components: bytes[at + 9] };
    } else at += 2 + bytes.readUInt16BE(at + 2);
  }
  throw damaged(name, 'it has no frame');
}

/** @see RFC 9649, sections 2.4 to 2.7 */
function webpHeader(bytes: Buffer, name: string): PictureHeader {
  const form = bytes.toString('latin1', 12, 16);
  if (bytes.length >= 30) {
    if (form === 'VP8X') return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) };
    if (form === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  }
  if (form === 'VP8L' && bytes.length >= 25) {
    const word = bytes.readUInt32LE(21);
    return { width: 1 + (word & 0x3fff), height: 1 + ((word >>> 14) & 0x3fff) };
  }
  throw damaged(name, 'it has no header');
}
