import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { glyphs } from '../../../src/datasets/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { imbalanced, subsample } from '../../../src/splits/index.ts';

const dataset = glyphs({ train: 200, test: 20 });
const counts = (labels: Int32Array): number[] =>
  Array.from({ length: 10 }, (_, label) => labels.filter((each) => each === label).length);

test('subsample keeps the same share of every class, in the order of the items', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.integer(), (share, seed) => {
      const { train, test: unseen } = subsample(dataset, share, { seed });
      expect(counts(train.labels)).toEqual(new Array(10).fill(Math.max(1, Math.round(20 * share))));
      expect(unseen).toBe(dataset.test);
      const again = subsample(dataset, share, { seed }).train;
      expect(again.labels).toEqual(train.labels);
      expect(again.inputs.every((value, at) => value === train.inputs[at])).toBe(true); // faster than toEqual
    }),
    { numRuns: 20 },
  );
  expect(subsample(dataset, 1).train).toEqual(dataset.train);
  expect(subsample(dataset, 0.1, { seed: 2 })).toMatchObject({
    name: 'glyphs (subsample 0.1, seed 2)',
    whole: { train: 200, test: 20 },
  });
  expect(subsample(dataset, 0.5)).not.toHaveProperty('source');
});

test('imbalanced keeps a share per class, by order or by name', () => {
  const ratios = Array.from({ length: 10 }, (_, label) => (label + 1) / 10);
  const skewed = imbalanced(dataset, ratios);
  expect(counts(skewed.train.labels)).toEqual(ratios.map((ratio) => 20 * ratio));
  expect(skewed.name).toBe('glyphs (imbalanced 0.10 to 1.0, seed 0)');
  expect(counts(imbalanced(dataset, { 3: 0.05 }).train.labels)).toEqual([20, 20, 20, 1, 20, 20, 20, 20, 20, 20]);
});

test('both refuse shares out of range, unknown classes and other things', () => {
  expect(() => subsample(dataset, 0)).toThrow('subsample: share is 0.');
  expect(() => subsample(dataset, 0.5, { seed: 0.5 })).toThrow(InvalidOptionError);
  expect(() => imbalanced(dataset, [1, 2])).toThrow('Expected a list of 10 shares');
  expect(() => imbalanced(dataset, { cat: 1 })).toThrow('there is no class \'cat\' in "glyphs"');
  expect(() => imbalanced(dataset, { 3: 1.5 })).toThrow("the ratio of '3' is 1.5.");
  expect(() => imbalanced(dataset, 3 as never)).toThrow(InvalidOptionError);
});
