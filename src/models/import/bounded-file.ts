import { readSync } from 'node:fs';
import { inflateRawSync, inflateSync } from 'node:zlib';
import { InvalidModelError } from '../../errors.ts';
import { cutMiddle } from '../../plain-text.ts';
import { openFile } from '../files/broken.ts';

/** Unpacked bytes per byte of a file. Weights shrink to a half at most times; a file that grows a thousandfold is an attack. */
const mostGrowth = 64;

/** Bytes that a small file may unpack to beside that. */
const spare = 16 * 2 ** 20;

/** The content of a file from a stranger, and how much may still be read out of it. */
export class BoundedFile {
  readonly path: string;
  readonly bytes: Buffer;
  private left: number;

  constructor(path: string, bytes: Buffer) {
    this.path = path;
    this.bytes = bytes;
    this.left = mostGrowth * bytes.length + spare;
  }

  /** @throws InvalidModelError if the range does not lie in the file */
  slice(offset: number, length: number): Buffer {
    const end = offset + length;
    if (!(Number.isSafeInteger(offset) && offset >= 0 && length >= 0 && end <= this.bytes.length)) {
      throw this.damaged(`a part of ${length} bytes at ${offset} does not lie in its ${this.bytes.length} bytes`);
    }
    return this.bytes.subarray(offset, end);
  }

  /** Counts bytes that are about to be made from the file. @throws InvalidModelError if they are too many */
  spend(bytes: number): void {
    this.left -= bytes;
    if (!(this.left >= 0)) {
      throw this.damaged(
        `it unpacks to more than ${mostGrowth} times its ${this.bytes.length} bytes, which no model needs`,
      );
    }
  }

  /** Unpacks deflated bytes. @throws InvalidModelError if they do not unpack to exactly `size` bytes */
  inflate(packed: Uint8Array, size: number, form: 'zlib' | 'raw'): Buffer {
    this.spend(size);
    try {
      const unpacked = (form === 'raw' ? inflateRawSync : inflateSync)(packed, { maxOutputLength: Math.max(1, size) });
      if (unpacked.length === size) return unpacked;
    } catch (cause) {
      throw this.damaged('a packed part cannot be unpacked', cause);
    }
    throw this.damaged('a packed part does not have the size that the file says');
  }

  /** @returns the error for a content that no intact file has */
  damaged(what: string, cause?: unknown): InvalidModelError {
    return new InvalidModelError(
      `${this.path} is damaged or has an unknown form: ${cutMiddle(what, 600)}.\nExpected an unchanged file as its tool wrote it.\n` +
        'Restore the file, or save the model again.',
      { cause },
    );
  }
}

/** Reads a file whole. @throws InvalidModelError if it cannot be read */
export async function readBounded(path: string): Promise<BoundedFile> {
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    if (size >= 2 ** 31) throw tooLarge(path, size);
    const bytes = Buffer.allocUnsafeSlow(size);
    let read = 0;
    while (read < size) {
      const more = readSync(file.fd, bytes, read, size - read, read);
      if (more === 0) break;
      read += more;
    }
    return new BoundedFile(path, bytes.subarray(0, read));
  } finally {
    await file.close();
  }
}

const tooLarge = (path: string, size: number): InvalidModelError =>
  new InvalidModelError(
    `${path} has ${size} bytes.\nExpected fewer than 2 GiB, which is what this package reads at once.\n` +
      'Convert the model to the TensorFlow.js layers format, whose weights lie in several files.',
  );
