import { InvalidDataError } from '../../errors.ts';

/** A decoded picture, its rows from top to bottom and the channels last: grey, or red, green and blue. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Values from 0 to 255; of 16-bit grey pictures from 0 to 65535. */
  readonly values: Uint8Array | Uint16Array;
}

/** What the first bytes of a picture say. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
}

/** Pillow refuses larger pictures too, as they may be attacks. */
const mostPixels = 178_956_970;

/**
 * Checks the size that a header promises, before memory is taken.
 *
 * @param most - pixels that the bytes of the picture can hold at most
 * @throws InvalidDataError if it has no pixel, or more than `most`
 */
export function checkSize(name: string, { width, height }: PictureHeader, most: number): void {
  const bound = Math.min(most, mostPixels);
  if (width > 0 && height > 0 && width * height <= bound) return;
  throw damaged(name, `its header says ${width} × ${height} pixels, and it can hold 1 to ${bound}`);
}

/** The error for a picture that cannot be decoded. */
export const damaged = (name: string, what: string): InvalidDataError =>
  new InvalidDataError(
    `${name} is damaged: ${what}.\nExpected an intact PNG, JPEG or WebP picture. Restore or remove the file, or pass skipDamaged: true.`,
  );

/**
 * Returns a picture with another number of channels. Grey is repeated; colours become the luma of ITU-R BT.601 in integers, as Pillow
 * computes it:
 *
 *   L = (19595 R + 38470 G + 7471 B + 32768) >> 16
 */
export function withChannels(picture: Picture, channels: 1 | 3): Picture {
  if (picture.channels === channels) return picture;
  const { width, height, values } = picture;
  const pixels = width * height;
  if (channels === 3) {
    const repeated = values instanceof Uint8Array ? new Uint8Array(3 * pixels) : new Uint16Array(3 * pixels);
    for (let i = 0; i < pixels; i++) repeated[3 * i] = repeated[3 * i + 1] = repeated[3 * i + 2] = values[i];
    return { width, height, channels, values: repeated };
  }
  const grey = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++)
    grey[i] = (19_595 * values[3 * i] + 38_470 * values[3 * i + 1] + 7471 * values[3 * i + 2] + 32_768) >> 16;
  return { width, height, channels, values: grey };
}
