import { expect, test } from 'vitest';
import { inputIds } from '../../../src/baseline/input-ids.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import { subset } from '../../../src/splits/index.ts';

const split: Split = {
  inputs: Float32Array.of(0, 0.25, 0.5, 0.75, 0, 0.25),
  itemShape: [2],
  labels: Int32Array.of(0, 1, 0),
  size: 3,
};

test('an id has 8 characters, and does not depend on the position', () => {
  const ids = inputIds(split);
  expect(ids.map(({ length }) => length)).toEqual([8, 8, 8]);
  expect(inputIds(subset(split, [2, 0, 1]))).toEqual([ids[2], ids[0], ids[1]]);
});

test('equal inputs have equal ids, and another label gives another', () => {
  const [first, second, third] = inputIds(split);
  expect(third).toBe(first);
  expect(second).not.toBe(first);
  expect(inputIds({ ...split, labels: Int32Array.of(1, 1, 0) })[0]).not.toBe(first);
});

test('names of the split replace the values', () => {
  const named = { ...split, ids: ['a', 'b', 'c'] };
  const other = { ...named, inputs: Float32Array.from(split.inputs, (value) => value / 2) };
  expect(inputIds(named)).toEqual(inputIds(other));
  expect(new Set(inputIds(named)).size).toBe(3);
});
