import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../../src/compression/storage/encoding.ts';
import { float16Bits, toFloat16 } from '../../../../src/compression/quantization/float16.ts';
import { lloyd, quantizeKMeans } from '../../../../src/compression/quantization/k-means.ts';
import { tally } from '../../../../src/compression/quantization/tally.ts';
import { quantizeLinear } from '../../../../src/compression/quantization/linear.ts';
import { roundToEven } from '../../../../src/compression/quantization/rounding.ts';
import { quantizeSymmetric } from '../../../../src/compression/quantization/symmetric.ts';
import type { Weight } from '../../../../src/compression/storage/weight.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { largestDifference } from '../../models/sample.ts';

const weightOf = (values: Float32Array, channels = 1, pruned?: Uint8Array): Weight => ({
  name: 'kernel',
  layer: 'dense',
  role: 'kernel',
  shape: [values.length / channels, channels],
  values,
  channels,
  channelOf: (position) => position % channels,
  ...(pruned && { pruned }),
});

const values = fc
  .array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((all) => Float32Array.from(all));
const bits = fc.integer({ min: 1, max: 16 });
const rounding = 8 * 2 ** -22;
const channel = (all: Float32Array, k: number, channels: number) => all.filter((_, i) => i % channels === k);

describe('for any weights', () => {
  const kernels = fc.tuple(fc.integer({ min: 1, max: 4 }), values).map(([channels, all]) => {
    const whole = Float32Array.from(
      { length: channels * Math.ceil(all.length / channels) },
      (_, i) => all[i % all.length],
    );
    return weightOf(whole, channels);
  });

  test('linear and symmetric rounding move a value by at most half a step', () => {
    fc.assert(
      fc.property(kernels, bits, (weight, n) => {
        const [linear, symmetric] = [
          quantizeLinear(weight, n).values,
          n > 1 ? quantizeSymmetric(weight, n).values : undefined,
        ];
        for (let k = 0; k < weight.channels; k++) {
          const original = channel(weight.values, k, weight.channels);
          const step = (Math.max(...original) - Math.min(...original)) / (2 ** n - 1);
          expect(largestDifference(original, channel(linear, k, weight.channels))).toBeLessThanOrEqual(
            step / 2 + rounding,
          );
          if (!symmetric) continue;
          const mirrored = Math.max(...original.map(Math.abs)) / (2 ** (n - 1) - 1);
          expect(largestDifference(original, channel(symmetric, k, weight.channels))).toBeLessThanOrEqual(
            mirrored / 2 + rounding,
          );
        }
      }),
    );
  });

  test('every scheme is idempotent', () => {
    const schemes = [quantizeLinear, quantizeSymmetric, quantizeKMeans];
    fc.assert(
      fc.property(kernels, bits, fc.constantFrom(...schemes), (weight, n, scheme) => {
        const once = scheme(weight, n).values;
        const twice = scheme({ ...weight, values: once }, n).values;
        expect(largestDifference(once, twice)).toBeLessThanOrEqual(rounding);
      }),
    );
  });

  test('the linear error bound, half a step, falls with every bit', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 15 }), (all, n) => {
        const errors = [n, n + 1].map((width) => {
          const { affine } = quantizeLinear(weightOf(all), width).encoding as { affine: { scale: number } };
          return affine.scale / 2;
        });
        expect(errors[1]).toBeLessThanOrEqual(errors[0]);
      }),
    );
  });

  test('k-means has at most 2^bits values, and is exact for as many distinct values', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 6 }), (all, n) => {
        const { values: decoded, encoding } = quantizeKMeans(weightOf(all), n);
        const distinct = new Set(all.map((value) => value + 0)).size;
        expect(new Set(decoded.map((value) => value + 0)).size).toBeLessThanOrEqual(Math.min(2 ** n, distinct));
        expect(encoding?.tableBits).toBe(32 * Math.min(2 ** n, distinct));
        if (distinct <= 2 ** n) expect(largestDifference(decoded, all)).toBe(0);
      }),
    );
  });

  test('every scheme excludes pruned values and keeps them zero', () => {
    const schemes = [quantizeLinear, quantizeSymmetric, quantizeKMeans];
    fc.assert(
      fc.property(values, bits, fc.constantFrom(...schemes), fc.integer(), (all, n, scheme, seed) => {
        const random = createRandom(seed);
        const pruned = Uint8Array.from(all, () => random.integer(2));
        const decoded = scheme(
          weightOf(
            all.map((value, i) => (pruned[i] ? 0 : value)),
            1,
            pruned,
          ),
          n,
        ).values;
        expect(decoded.every((value, i) => !pruned[i] || value === 0)).toBe(true);
        const kept = all.filter((_, i) => !pruned[i]);
        if (kept.length > 0) {
          expect(
            largestDifference(
              decoded.filter((_, i) => !pruned[i]),
              scheme(weightOf(kept), n).values,
            ),
          ).toBeLessThanOrEqual(rounding);
        }
      }),
    );
  });

  test('float16 rounds by at most half a unit in the last place, and is idempotent', () => {
    fc.assert(
      fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
        const rounded = toFloat16(value);
        const ulp = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(value) || 1e-9)), -14) - 10);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(ulp / 2 + Number.EPSILON * Math.abs(value));
        expect(toFloat16(rounded)).toBe(rounded);
        expect(float16Bits(rounded)).toBe(float16Bits(rounded) & 0xffff);
      }),
    );
  });
});

test('halves are rounded to the even neighbour', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6].map((value) => roundToEven(value) + 0)).toEqual([0, 2, 2, 0, -2, 2, 3]);
});

test('one symmetric bit gives the sign times the mean magnitude', () => {
  const { values: decoded } = quantizeSymmetric(weightOf(Float32Array.of(1, -3, 0.5, -1.5)), 1);
  expect([...decoded]).toEqual([1.5, -1.5, 1.5, -1.5]);
});

test('Lloyd’s algorithm finds both groups, and keeps the centroid of an empty cell', () => {
  const points = tally(Float32Array.of(0, 1, 10, 11, 11));
  expect([...lloyd(points, Float64Array.of(0, 1))]).toEqual([0.5, 32 / 3]);
  expect([...lloyd(points, Float64Array.of(0.5, 5, 32 / 3))]).toEqual([0.5, 5, 32 / 3]);
});

test('pruned values are stored as a bitmap if that is smaller', () => {
  const mask = (zeros: number) => Uint8Array.from({ length: 80 }, (_, i) => Number(i < zeros));
  expect(bytesOf(80, { bits: 8, tableBits: 64 })).toBe(88);
  expect(bytesOf(80, { bits: 8, tableBits: 64, pruned: mask(40) })).toBe(10 + 40 + 8);
  expect(bytesOf(80, { bits: 8, tableBits: 64, pruned: mask(5) })).toBe(88);
  expect(bytesOf(81, { bits: 1, tableBits: 0 })).toBe(11);
});
