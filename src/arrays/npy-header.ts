/** What the header of an .npy file says. */
export interface NpyHeader {
  /** Letter of the type: f, i, u, b (bool), V (raw bytes), O (objects), U and S (texts), c (complex), M and m (times). */
  readonly letter: string;
  /** Bytes per value, or the number after the letter. */
  readonly width: number;
  readonly isBigEndian: boolean;
  /** Whether the first axis varies fastest. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** The type as it is written, such as `<f4`. */
  readonly descr: string;
}

/**
 * Parses the header of an .npy file: a dictionary in the syntax of Python, such as
 * `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
 *
 * @returns undefined if it is malformed, or the type is a structure
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpyHeader(header: string): NpyHeader | undefined {
  const descr = /'descr'\s*:\s*'([^']{1,20})'/.exec(header)?.[1] ?? '';
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(header)?.[1];
  const sizes = shape
    ?.split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map((size) => Number(size.replace(/L$/, '')));
  const [, sign, letter, width = '0'] = /^([<>=|]?)([a-zA-Z])(\d+)?(?:\[.*)?$/.exec(descr) ?? [];
  if (letter === undefined || !order || !sizes || sizes.length > 32 || !sizes.every(Number.isSafeInteger))
    return undefined;
  const isBigEndian = sign === '>' && Number(width) > 1;
  return { letter, width: Number(width), isBigEndian, isFortran: order === 'True', shape: sizes, descr };
}
