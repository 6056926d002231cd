import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { InvalidDataError } from '../../errors.ts';

/** Bytes that are read piece by piece: a file, or a file in an archive. */
export interface ByteSource {
  /** The file, for errors. */
  readonly name: string;
  /** Number of bytes. */
  readonly length: number;
  /** Returns bytes that are valid until the next call. @throws InvalidDataError if the range does not lie in the source */
  readonly read: (offset: number, length: number) => Uint8Array;
}

/**
 * Runs a function that opens files, and closes them.
 *
 * @throws InvalidDataError if a file is missing, is no regular file or cannot be read
 */
export function withFiles<T>(use: (open: (path: string) => ByteSource) => T): T {
  const files: number[] = [];
  try {
    return use((path) => {
      if (!readable(path, () => statSync(path)).isFile()) throw unreadable(path, 'it is no file');
      const file = readable(path, () => openSync(path, 'r'));
      files.push(file);
      return sourceOf(path, file);
    });
  } finally {
    for (const file of files) closeSync(file);
  }
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw unreadable(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const unreadable = (path: string, reason: string, cause?: unknown): InvalidDataError =>
  new InvalidDataError(
    `${path} cannot be read: ${reason}.\nExpected a readable file. Check its path and permissions.`,
    { cause },
  );

function sourceOf(name: string, file: number): ByteSource {
  const length = fstatSync(file).size;
  let buffer = new Uint8Array();
  return {
    name,
    length,
    read: (offset, wanted) => {
      checkRange(name, length, offset, wanted);
      if (buffer.length < wanted) buffer = new Uint8Array(wanted);
      let done = 0;
      while (done < wanted) {
        const read = readable(name, () => readSync(file, buffer, done, wanted - done, offset + done));
        if (read === 0) throw outside(name, offset + done, offset, wanted);
        done += read;
      }
      return buffer.subarray(0, wanted);
    },
  };
}

/** @throws InvalidDataError if a range does not lie in a source */
export function checkRange(name: string, length: number, offset: number, wanted: number): void {
  if (Number.isSafeInteger(offset) && offset >= 0 && wanted >= 0 && offset + wanted <= length) return;
  throw outside(name, length, offset, wanted);
}

const outside = (name: string, length: number, offset: number, wanted: number): InvalidDataError =>
  new InvalidDataError(
    `${name} has ${length} bytes, and its header refers to ${wanted} bytes at offset ${offset}.\n` +
      'Expected a complete file. It is truncated or damaged: get it again.',
  );
