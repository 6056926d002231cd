import { describe, expect, test } from 'vitest';
import { bald, maxEntropy } from '../../../src/acquisition/index.ts';
import { clusterByKMeans } from '../../../src/geometry/cluster-by-k-means.ts';
import { checkMatrix } from '../../../src/matrix/check-matrix.ts';
import { entropyBias, selectionBias } from '../../../src/uncertainty/index.ts';
import { createRandom } from '../../../src/random/index.ts';

const matrix = { data: Float32Array.of(0.2, 0.8, 0.5, 0.5), rows: 2, columns: 2 };
const wrong: [string, unknown][] = [
  ['nothing', null],
  ['other sizes than values', { ...matrix, columns: 3 }],
  ['columns of billions', { ...matrix, columns: 3e9 }],
  ['columns that are no number', { ...matrix, columns: '2' }],
  ['a plain array', { ...matrix, data: [0.2, 0.8, 0.5, 0.5] }],
  ['a proxy of its values', { ...matrix, data: new Proxy(matrix.data, {}) }],
];

describe('a matrix is refused with', () => {
  test.for(wrong)('%s', async ([, broken]) => {
    const expected = 'Expected { data, rows, columns }';
    const pool = { size: 2, probabilities: broken, posteriorSamples: [broken] } as never;
    expect(() => checkMatrix('the matrix', broken)).toThrow(expected);
    expect(() => maxEntropy.select(pool, 1, createRandom(0))).toThrow(expected);
    expect(() => bald.scores(pool)).toThrow(expected);
    expect(() => entropyBias(broken as never, [0])).toThrow(expected);
    await expect(clusterByKMeans(broken as never, 1)).rejects.toThrow(expected);
  });
});

test('signals without a size, or of other parts, are refused', () => {
  expect(() => maxEntropy.scores(undefined as never)).toThrow('the signals are undefined.\nExpected { size, … }');
  expect(() => maxEntropy.scores({ size: 2 ** 60, probabilities: matrix } as never)).toThrow('Expected { size, … }');
  expect(() => bald.scores({ size: 2, posteriorSamples: [] } as never)).toThrow('Expected a list of matrices');
});

test('biases of logits, of positions outside the pool and of other labels are refused', () => {
  expect(() => entropyBias({ ...matrix, data: Float32Array.of(2, 0, 0, 0) }, [0])).toThrow(
    'Expected shares from 0 to 1',
  );
  expect(() => entropyBias(matrix, [2])).toThrow('selected[0] is 2.\nExpected a list of integers from 0 to 1');
  expect(() => selectionBias(matrix, [0], [0])).toThrow('got 1 labels for 2 inputs');
  expect(() => selectionBias(matrix, [0], [0, 5])).toThrow('labels[1] is 5');
});
