import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, hashOf } from '../../../src/cache/index.ts';
import type { Json } from '../../../src/json.ts';

describe('canonicalJson', () => {
  test('sorts keys at every depth and keeps the order of arrays', () => {
    expect(canonicalJson({ b: [2, { z: null, a: 'ü' }], a: true })).toBe('{"a":true,"b":[2,{"a":"ü","z":null}]}');
  });

  test('parses back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('hashOf', () => {
  test('is the SHA-256 of the canonical text', () => {
    expect(hashOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
        expect(hashOf(Object.fromEntries(Object.entries(record).toReversed()))).toBe(hashOf(record));
      }),
    );
  });

  test('rejects a value that refers to itself', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => hashOf(cycle as Json)).toThrow('is nested too deep.\nExpected JSON, nested at most 64 times.');
  });

  test.each([
    ['NaN', Number.NaN, 'value.training.epochs is NaN'],
    ['infinity', Number.POSITIVE_INFINITY, 'value.training.epochs is Infinity'],
    ['undefined', undefined, 'value.training.epochs is undefined'],
    ['a function', () => 1, 'value.training.epochs is a function'],
    ['a typed array', new Float32Array(1), 'value.training.epochs is an instance of Float32Array'],
    ['a hole', [1, , 3], 'value.training.epochs[1] is undefined'], // oxlint-disable-line no-sparse-arrays
  ])('rejects %s and names its path', (_, epochs, message) => {
    expect(() => hashOf({ training: { epochs } } as unknown as Json)).toThrow(message);
  });
});
