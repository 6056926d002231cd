import { describe, expect, test } from 'vitest';
import { describeCall, show } from '../../src/show.ts';

describe('show', () => {
  test.each<[unknown, string]>([
    ['kmeans', "'kmeans'"],
    [Number.NaN, 'NaN'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[0.01, 'a'], "[0.01, 'a']"],
    [{ dre: 'high', least: { of: [1] } }, "{ dre: 'high', least: { of: [1] } }"],
    [function quantize() {}, 'the function quantize'],
    [Promise.resolve(), 'Promise'],
    [{ name: 'pgd', run: () => {} }, 'Object { name, run }'],
    [
      new (class Model {
        a = 1;
        b = 2;
        c = 3;
        d = 4;
        e = 5;
        f = 6;
      })(),
      'Model { a, b, c, d, e }',
    ],
    [Array.from({ length: 1000 }, () => 0), 'Array of 1000 values'],
    [new Float32Array(784), 'Float32Array of 784 values'],
  ])('formats %s as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });

  test.each<[string, unknown, string]>([
    ['a long string', 'x'.repeat(100_000), `'${'x'.repeat(100)}…' (100000 characters)`],
    ['a BigInt', { n: 5n }, '{ n: 5n }'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['a sparse array', Array(4e9), 'Array of 4000000000 values'],
    ['a view without values', new DataView(new ArrayBuffer(8)), 'DataView'],
    ['a function without a name', () => {}, 'a function'],
    ['a proxy', new Proxy({}, { getPrototypeOf: () => { throw new Error('no'); } }), 'an object that cannot be read'], // prettier-ignore
  ])('describes %s', (_, value, text) => {
    expect(show(value)).toBe(text);
  });

  test('formats an object that contains itself', () => {
    const circle: Record<string, unknown> = { name: 'circle' };
    circle.inner = circle;
    expect(show(circle)).toBe('Object { name, inner }');
  });
});

test('describeCall lists the options that are defined', () => {
  expect(describeCall('prune', 0.5, {})).toBe('prune(0.5)');
  expect(describeCall('quantize.float16', undefined, { layers: undefined })).toBe('quantize.float16()');
  expect(describeCall('prune', 0.5, { scope: 'global', layers: ['a'], finetune: { epochs: 3 } })).toBe(
    "prune(0.5, { scope: 'global', layers: ['a'], finetune: { epochs: 3 } })",
  );
});
