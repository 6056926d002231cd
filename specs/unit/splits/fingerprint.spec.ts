import { describe, expect, test } from 'vitest';
import type { Split } from '../../../src/datasets/contract.ts';
import { fingerprint, subset } from '../../../src/splits/index.ts';
import { split } from './sample.ts';

describe('a fingerprint', () => {
  const copy = (): Split => subset(split, [0, 1, 2]);

  test('is the same for the same content', () => {
    expect(fingerprint(copy())).toBe(fingerprint(split));
    expect(fingerprint(split)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.for<[what: string, changes: Partial<Split>]>([
    ['an input', { inputs: split.inputs.with(3, 0) }],
    ['a label', { labels: split.labels.with(0, 1) }],
    ['the shape', { itemShape: [4] }],
    ['the names', { ids: ['a', 'c', 'b'] }],
    ['the absence of names', { ids: undefined }],
    ['the type of the inputs', { inputs: new Int32Array(split.inputs.slice().buffer) }],
  ])('changes with %s', ([, changes]) => {
    expect(fingerprint({ ...copy(), ...changes })).not.toBe(fingerprint(split));
  });

  test('depends only on the part of the buffer that the split occupies', () => {
    const wide = new Float32Array(20);
    wide.set(split.inputs, 4);
    expect(fingerprint({ ...split, inputs: wide.subarray(4, 16) })).toBe(fingerprint(split));
  });
});
