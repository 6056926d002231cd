/** Inputs per line of bits: 64 characters in base64. A change of one input changes one line of the file. */
const bitsPerLine = 384;

/** Ids per line. */
const idsPerLine = 12;

/** @returns the flags as lines of base64, one bit per input, the first in the highest bit */
export function packBits(flags: readonly boolean[]): string[] {
  return Array.from({ length: Math.ceil(flags.length / bitsPerLine) }, (_, line) => {
    const part = flags.slice(line * bitsPerLine, (line + 1) * bitsPerLine);
    const bytes = new Uint8Array(Math.ceil(part.length / 8));
    part.forEach((flag, i) => (bytes[i >> 3] |= Number(flag) << (7 - (i & 7))));
    return Buffer.from(bytes).toString('base64');
  });
}

/** @returns the flags of so many inputs; undefined if the lines hold another number */
export function unpackBits(lines: readonly string[], count: number): boolean[] | undefined {
  const bytes = Buffer.concat(lines.map((line) => Buffer.from(line, 'base64')));
  if (lines.length !== Math.ceil(count / bitsPerLine) || bytes.length !== Math.ceil(count / 8)) return undefined;
  return Array.from({ length: count }, (_, i) => ((bytes[i >> 3] >> (7 - (i & 7))) & 1) === 1);
}

/** @returns the ids, several per line */
export const packIds = (ids: readonly string[]): string[] =>
  Array.from({ length: Math.ceil(ids.length / idsPerLine) }, (_, line) =>
    ids.slice(line * idsPerLine, (line + 1) * idsPerLine).join(' '),
  );

/** @returns the ids of all lines */
export const unpackIds = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => line.split(' ').filter(Boolean));
