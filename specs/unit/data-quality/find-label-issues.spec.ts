import { describe, expect, test } from 'vitest';
import {
  findLabelIssues,
  glyphs,
  headlines,
  InvalidDataError,
  InvalidModelError,
  InvalidOptionError,
  multilayerPerceptron,
  split,
  standardTraining,
  textCnn,
  type LabelIssueOptions,
  type Split,
} from '../../../src/index.ts';
import { roundKeepingSum } from '../../../src/data-quality/labels/round-keeping-sum.ts';

/** A split in which the label of every tenth item is another one. */
function mislabelled(items: Split, classes: number): { readonly items: Split; readonly wrong: ReadonlySet<number> } {
  const wrong = new Set(Array.from({ length: Math.floor(items.size / 10) }, (_, i) => 10 * i + 3));
  const labels = items.labels.map((label, item) => (wrong.has(item) ? (label + 1) % classes : label));
  return { items: { ...items, labels }, wrong };
}

/** Items of two classes, the last of which is probably wrong. */
const few = split([[0], [1], [2], [3]], [0, 0, 1, 1], { ids: ['a', 'b', 'c', 'd'] });
const shares = { data: Float32Array.of(0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.95, 0.05), rows: 4, columns: 2 };

describe('findLabelIssues', () => {
  test('finds planted errors by cross-validation, with the same seed the same ones', async () => {
    const { items, wrong } = mislabelled(glyphs({ train: 300, test: 10 }).train, 10);
    const options = { folds: 3, seed: 1, training: standardTraining({ epochs: 12, batchSize: 16 }) };
    const stages = new Set<number | undefined>();
    const progress: LabelIssueOptions['progress'] = ({ stage }) => stages.add(stage);
    const found = await findLabelIssues(multilayerPerceptron, items, { ...options, progress });
    const hits = found.issues.filter(({ item }) => wrong.has(item));
    expect(hits.length / wrong.size).toBeGreaterThan(0.8);
    expect(hits.length / found.issues.length).toBeGreaterThan(0.25);
    for (const { item, given } of found.issues) expect(given).toBe(items.labels[item]);
    expect(found.issues.map(({ quality }) => quality)).toEqual(
      found.issues.map(({ quality }) => quality).toSorted((a, b) => a - b),
    );
    expect(stages).toEqual(new Set([1, 2, 3]));
    const again = await findLabelIssues(multilayerPerceptron, items, options);
    expect(again.probabilities).toEqual(found.probabilities);
  });

  test('finds planted errors of texts', async () => {
    const { items, wrong } = mislabelled(headlines({ train: 400, test: 4 }).train, 4);
    const training = standardTraining({ epochs: 6, batchSize: 16 });
    const { issues } = await findLabelIssues(textCnn.with({ filters: 16 }), items, { folds: 2, seed: 1, training });
    const hits = issues.filter(({ item }) => wrong.has(item));
    expect(hits.length).toBeGreaterThan(2 * (wrong.size / items.size) * issues.length);
  });

  test('takes probabilities, and a predictor of them', async () => {
    const found = await findLabelIssues(shares, few);
    expect(found.issues).toEqual([{ item: 3, id: 'd', given: 1, suggested: 0, quality: shares.data[7] }]);
    expect(found.noise).toBe(found.joint[1][0]);
    const predict = (inputs: Float32Array, count: number) =>
      Array.from({ length: count }, (_, row) => [0, 1].map((k) => shares.data[2 * inputs[row] + k]));
    const asked = await findLabelIssues({ predict }, few);
    expect(asked.issues).toEqual(found.issues);
  });

  test.each<[string, unknown, Split, LabelIssueOptions, new (message: string) => Error, string]>([
    ['scores', { ...shares, data: shares.data.map((v) => 2 * v) }, few, {}, InvalidModelError, 'sum to 2'],
    ['too few rows', { ...shares, rows: 3 }, few, {}, InvalidModelError, '3 rows for 4 inputs'],
    [
      'one class',
      { data: Float32Array.of(1, 1), rows: 2, columns: 1 },
      split([[0], [1]], [0, 0]),
      {},
      InvalidDataError,
      'one class',
    ],
    ['a class smaller than the folds', multilayerPerceptron, few, {}, InvalidDataError, 'class 0 has 2 items'],
    ['no judge', undefined, few, {}, InvalidModelError, 'the model is undefined'],
    ['an unknown filter', shares, few, { filterBy: 'prune_by_class' as never }, InvalidOptionError, 'pruneByClass'],
    ['one fold', multilayerPerceptron, few, { folds: 1 }, InvalidOptionError, 'folds is 1'],
  ])('refuses %s', async (_, judge, items, options, error, message) => {
    const found = findLabelIssues(judge as never, items, options);
    await expect(found).rejects.toThrow(error);
    await expect(found).rejects.toThrow(message);
  });
});

test('rounding keeps the sum', () => {
  expect(roundKeepingSum(Float64Array.of(0.4, 0.4, 0.2))).toEqual(Float64Array.of(0, 1, 0));
  expect(roundKeepingSum(Float64Array.of(1.5, 13.5, 3))).toEqual(Float64Array.of(1, 14, 3));
  expect(roundKeepingSum(Float64Array.of(0.6, 0.7, 0.7))).toEqual(Float64Array.of(0, 1, 1));
});
