import { expect, test } from 'vitest';
import { askOracle, labelsOf } from '../../../src/active-learning/oracle.ts';
import { InvalidDataError } from '../../../src/errors.ts';
import { dataset } from './clusters.ts';

const positions = Int32Array.of(7, 3);

test('the default oracle reads the labels of the training split', async () => {
  const labels = await askOracle(labelsOf(dataset), positions, 3);
  expect(labels).toEqual(Int32Array.of(dataset.train.labels[7], dataset.train.labels[3]));
});

test('an oracle may be asynchronous and may change the positions it receives', async () => {
  const oracle = async (asked: Int32Array): Promise<Int32Array> => asked.fill(2);
  expect(await askOracle(oracle, positions, 3)).toEqual(Int32Array.of(2, 2));
  expect(positions).toEqual(Int32Array.of(7, 3));
});

test.each([
  ['too few labels', [1], 'The oracle returned 1 labels for 2 inputs.'],
  ['an unknown class', [0, 3], 'The oracle labelled the input at position 3 with 3.\nExpected an integer from 0 to 2'],
  ['a negative class', [-1, 0], 'The oracle labelled the input at position 7 with -1.'],
])('rejects %s', async (_, labels, message) => {
  const asking = askOracle(() => Int32Array.from(labels), positions, 3);
  await expect(asking).rejects.toThrow(InvalidDataError);
  await expect(asking).rejects.toThrow(message);
});
