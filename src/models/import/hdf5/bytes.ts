import type { BoundedFile } from '../bounded-file.ts';

/** An address that a file leaves undefined. */
export const nowhere = -1;

/** The widths of addresses and lengths in a file. */
export interface Widths {
  readonly address: number;
  readonly length: number;
}

/** Reads little-endian values one after another. Every read is checked against the end. */
export class Bytes {
  private readonly file: BoundedFile;
  private readonly data: Buffer;
  private readonly widths: Widths;
  at = 0;

  constructor(file: BoundedFile, data: Buffer, widths: Widths) {
    this.file = file;
    this.data = data;
    this.widths = widths;
  }

  get left(): number {
    return this.data.length - this.at;
  }

  /** A reader of other bytes of the same file. */
  of(data: Buffer): Bytes {
    return new Bytes(this.file, data, this.widths);
  }

  /** What is left, which stays to be read. */
  rest(): Buffer {
    return this.data.subarray(this.at);
  }

  /** Checks that a structure begins as it must. */
  expects(signature: string): void {
    if (this.take(signature.length).toString('latin1') !== signature)
      throw this.file.damaged(`a structure "${signature}" of HDF5 is missing`);
  }

  take(length: number): Buffer {
    if (!(length >= 0 && length <= this.left)) throw this.file.damaged('a structure of HDF5 is cut off');
    return this.data.subarray(this.at, (this.at += length));
  }

  skip(length: number): void {
    this.take(length);
  }

  /** An unsigned integer of up to eight bytes. */
  unsigned(width: number): number {
    const bytes = this.take(width);
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + bytes[i];
    return value; // beyond 2^53 inexact, which no check of a range accepts
  }

  address(): number {
    const value = this.unsigned(this.widths.address);
    return value >= 2 ** (8 * this.widths.address) - 1 ? nowhere : value;
  }

  length(): number {
    return this.unsigned(this.widths.length);
  }
}
