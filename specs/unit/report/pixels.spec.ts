import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidDataError } from '../../../src/errors.ts';
import { packPixels, unpackPixels } from '../../../src/report/pixels.ts';

test('unpacked pixels equal the packed ones up to rounding, for any input range', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.float({ min: 0, max: 1, noNaN: true })), {
        minLength: 1,
      }),
      fc.constantFrom([0, 1] as const, [-1, 1] as const, [0, 255] as const),
      (pairs, [low, high]) => {
        const inRange = (share: number): number => low + share * (high - low);
        const clean = Float32Array.from(pairs, ([share]) => inRange(share));
        const moved = Float32Array.from(pairs, ([, share]) => inRange(share));
        const { largest, pixels } = packPixels(clean, moved, [low, high]);
        const unpacked = unpackPixels({ pixels }, pairs.length);
        pairs.forEach(([before, after], i) => {
          expect(Math.abs(unpacked.clean[i] - 255 * before)).toBeLessThan(0.51);
          expect(Math.abs((unpacked.shifts[i] / 127) * largest - (after - before))).toBeLessThan(largest / 253 + 1e-6);
        });
      },
    ),
  );
});

test('equal inputs have no change to amplify', () => {
  const { largest, pixels } = packPixels(Float32Array.of(0.5), Float32Array.of(0.5), [0, 1]);
  expect(largest).toBe(0);
  expect(unpackPixels({ pixels }, 1).shifts).toEqual(Int8Array.of(0));
});

test('unpacking stops at the expected size', () => {
  const bomb = deflateSync(new Uint8Array(2 ** 24)).toString('base64');
  const before = process.memoryUsage().arrayBuffers;
  expect(() => unpackPixels({ pixels: bomb }, 100)).toThrow(InvalidDataError);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
});

test.each([
  ['too few bytes', deflateSync(new Uint8Array(10)).toString('base64'), '10 bytes'],
  ['bytes that are not packed', 'AAAA', 'unknown compression method'],
  ['no bytes', '', 'unexpected end of file'],
])('%s are refused', (_, pixels, message) => {
  expect(() => unpackPixels({ pixels }, 100)).toThrow(InvalidDataError);
  expect(() => unpackPixels({ pixels }, 100)).toThrow(message);
});
