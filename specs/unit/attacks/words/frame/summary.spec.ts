import { expect, test } from 'vitest';
import { deepWordBug } from '../../../../../src/attacks/words/deep-word-bug.ts';
import { summaryOf } from '../../../../../src/attacks/words/frame/summary.ts';
import { opinions, reviews } from '../sample.ts';

const result = await deepWordBug.with({ queryLimit: 20 }).run(opinions(), reviews, { epsilon: 1, seed: 1 });

test('takes the success rate over the texts that are right when clean', () => {
  const { texts, misclassified, broken, cleanAccuracy, robustAccuracy, attackSuccessRate } = summaryOf(result);
  expect({ texts, misclassified, cleanAccuracy }).toEqual({ texts: 8, misclassified: 1, cleanAccuracy: 7 / 8 });
  expect(broken).toBeGreaterThan(0);
  expect(attackSuccessRate).toBe(broken / 7);
  expect(robustAccuracy).toBe((7 - broken) / 8);
});

test('counts the queries of attacked texts, and the searches that ended early', () => {
  const { meanQueries, medianQueries, stopped } = summaryOf(result);
  const asked = [0, 1, 2, 3, 4, 5, 7].map((at) => result.queries[at]).toSorted((a, b) => a - b);
  expect(meanQueries).toBeCloseTo(asked.reduce((sum, count) => sum + count, 0) / 7, 12);
  expect(medianQueries).toBe(asked[3]);
  expect(stopped).toEqual({ 'no words': 1, 'query limit': 1 });
});

test('has no rates without attacked texts', () => {
  expect(summaryOf(result, [6])).toMatchObject({
    ...{ texts: 1, misclassified: 1, broken: 0, cleanAccuracy: 0, robustAccuracy: 0 },
    ...{ attackSuccessRate: null, meanChange: null, medianChange: null, meanQueries: null, medianQueries: null },
  });
});
