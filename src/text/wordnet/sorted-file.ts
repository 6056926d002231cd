/** Byte of a line feed. */
const lineFeed = 0x0a;

/**
 * Finds the line of a file that begins with a key and a space. The lines are sorted by the bytes of their keys, as WordNet's are, so
 * the search reads only the logarithm of their number and nothing is parsed ahead.
 *
 * @param file - the bytes of the file; licence lines that begin with a space sort before all keys
 * @returns the line without its line feed, or undefined
 */
export function findLine(file: Buffer, key: string): string | undefined {
  if (key === '') return undefined; // a licence line begins with a space, too
  const sought = Buffer.from(`${key} `);
  let [low, high] = [0, file.length];
  while (low < high) {
    const start = lineStart(file, (low + high) >> 1);
    const order = file.subarray(start, start + sought.length).compare(sought);
    if (order === 0) return lineAt(file, start);
    if (order < 0) low = start + lineLength(file, start) + 1;
    else high = start;
  }
  return undefined;
}

/** The line of a file that begins at an offset. */
export const lineAt = (file: Buffer, offset: number): string =>
  file.toString('latin1', offset, offset + lineLength(file, offset));

function lineLength(file: Buffer, start: number): number {
  const end = file.indexOf(lineFeed, start);
  return (end < 0 ? file.length : end) - start;
}

/** The start of the line that holds an offset. */
const lineStart = (file: Buffer, offset: number): number =>
  offset === 0 ? 0 : file.lastIndexOf(lineFeed, offset - 1) + 1;
