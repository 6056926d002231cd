import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DownloadError, InvalidDataError } from '../../errors.ts';

/** A file on a public host. */
export interface RemoteFile {
  readonly url: string;
  readonly bytes: number;
  /** SHA-256 of the file on its host, in hex. */
  readonly sha256: string;
}

/**
 * Downloads a file into a folder, named like the end of its URL, and returns its path. It gets this name only if its
 * checksum is right; otherwise the received bytes are removed.
 *
 * @param advice - how to avoid the download; it ends every error
 * @param onBytes - called with the number of bytes of each received piece
 * @throws DownloadError if the host cannot be reached, refuses or breaks off; InvalidDataError on a wrong checksum
 */
export async function download(
  file: RemoteFile,
  folder: string,
  advice: string,
  onBytes: (bytes: number) => void = () => {},
): Promise<string> {
  const path = join(folder, basename(new URL(file.url).pathname));
  const unverified = `${path}.part`;
  try {
    const { bytes, sha256 } = await save(receive(file.url, advice), unverified, file.bytes, onBytes);
    if (sha256 !== file.sha256) {
      throw new InvalidDataError(
        `The download of ${file.url} has the SHA-256 ${sha256} (${bytes} bytes).\n` +
          `Expected ${file.sha256} (${file.bytes} bytes). The downloaded file was removed. Try again, or check whether the file was changed at its source.\n${advice}`,
      );
    }
    await rename(unverified, path);
    return path;
  } finally {
    await rm(unverified, { force: true });
  }
}

async function* receive(url: string, advice: string): AsyncGenerator<Uint8Array> {
  try {
    const response = await fetch(url);
    if (!response.ok || response.body === null)
      throw new Error(`the host answered ${response.status} ${response.statusText}`.trim());
    yield* response.body as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new DownloadError(`${url} could not be downloaded: ${reasonOf(cause)}.\n${advice}`, { cause });
  }
}

async function save(
  pieces: AsyncIterable<Uint8Array>,
  path: string,
  most: number,
  onBytes: (bytes: number) => void,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      await file.writeFile(piece);
      bytes += piece.length;
      onBytes(piece.length);
      if (bytes > most) break; // the checksum will differ, and a host may send without end
    }
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Returns the message of an error with its causes: fetch itself only reports that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const reasons = error instanceof AggregateError ? error.errors.map(reasonOf) : [];
  if (error.cause !== undefined) reasons.push(reasonOf(error.cause));
  return [error.message, ...reasons].filter((reason) => reason !== '').join(': ');
}
