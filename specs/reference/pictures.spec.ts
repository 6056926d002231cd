import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { loadDecoders, type Decode } from '../../src/datasets/pictures/decode.ts';
import { withChannels } from '../../src/datasets/pictures/picture.ts';
import { resize } from '../../src/datasets/pictures/resize.ts';

/** Encoded pictures, and what Pillow reads from them. Made by `python specs/reference/generators/pictures.py`. */
interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly file: string;
    readonly channels: 1 | 3;
    /** Whether values have 16 bits. */
    readonly deep: boolean;
    readonly values: string;
    /** What it becomes with the other number of channels. */
    readonly other?: string;
  }[];
  readonly resized: readonly {
    readonly channels: 1 | 3;
    readonly from: readonly [height: number, width: number];
    readonly size: readonly [height: number, width: number];
    readonly values: string;
    readonly expected: string;
  }[];
}

const golden = JSON.parse(readFileSync(new URL('golden/pictures.json', import.meta.url), 'utf8')) as Golden;
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

let decode: Decode;
beforeAll(async () => {
  decode = await loadDecoders(false);
});

test.each(golden.cases)('$name: every value is that of Pillow', ({ file, channels, deep, values, other }) => {
  const picture = decode(Buffer.from(file, 'base64'), 'a');
  const expected = bytesOf(values);
  expect(picture.channels).toBe(channels);
  expect(picture.values).toEqual(deep ? new Uint16Array(expected.buffer) : expected);
  if (other) expect(withChannels(picture, channels === 1 ? 3 : 1).values).toEqual(bytesOf(other));
});

/** Pillow 13 resizes columns first where that takes less memory, and rounds in between: its values may differ by one then. */
const isColumnsFirst = ([height, width]: readonly number[], [down, across]: readonly number[]): boolean =>
  down < height && across > width;

test.each(golden.resized)(
  '$from resized to $size is as Pillow does it',
  ({ channels, from, size, values, expected }) => {
    const [[height, width], [down, across]] = [from, size];
    const resized = resize({ height, width, channels, values: bytesOf(values) }, across, down).values;
    const differences = Array.from(bytesOf(expected), (value, i) => Math.abs(value - resized[i]));
    expect(resized).toHaveLength(differences.length);
    expect(Math.max(...differences)).toBeLessThanOrEqual(isColumnsFirst(from, size) ? 1 : 0);
  },
);
