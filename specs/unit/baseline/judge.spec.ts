import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/baseline/judge.ts';
import type { MeasuredCheck } from '../../../src/baseline/contract.ts';
import { createRandom } from '../../../src/random/index.ts';

/** A check whose first inputs are wrong. */
const wrongOn = (wrong: number, size = 200, changes: Partial<MeasuredCheck> = {}): MeasuredCheck => ({
  correct: Array.from({ length: size }, (_, item) => item >= wrong),
  ids: Array.from({ length: size }, (_, item) => `input ${item}`),
  seed: 1,
  setting: {},
  ...changes,
});

describe('the status', () => {
  test.each([
    ['the same', 10, 10, 'kept'],
    ['two inputs worse, a drop of one point', 10, 12, 'kept'],
    ['four worse, two points', 10, 14, 'noise'],
    ['six worse, three points', 10, 16, 'dropped'],
    ['two better', 10, 8, 'kept'],
    ['four better', 10, 6, 'kept'],
    ['ten better', 10, 0, 'improved'],
  ])('of %s', (_, before, now, status) => {
    expect(judge(wrongOn(before), wrongOn(now), 0.01).status).toBe(status);
  });

  test('of a significant drop that does not matter is kept', () => {
    const judged = judge(wrongOn(100, 10_000), wrongOn(150, 10_000), 0.01);
    expect(judged.pValue).toBeLessThan(1e-10);
    expect(judged.status).toBe('kept');
  });

  test('is rarely a drop if the model is the same and its errors are chance', () => {
    const random = createRandom(5);
    const draw = (): MeasuredCheck =>
      wrongOn(0, 200, { correct: Array.from({ length: 200 }, () => random.uniform() < 0.9) });
    const runs = Array.from({ length: 1000 }, () => judge(draw(), draw(), 0.01).status);
    const drops = runs.filter((status) => status === 'dropped').length;
    expect(drops).toBeGreaterThan(0);
    expect(drops).toBeLessThan(25); // half of 5 %: the other half improves
  });
});

describe('inputs', () => {
  test('are paired by their ids, whatever the order', () => {
    const before = wrongOn(20);
    const now = { ...before, correct: [...before.correct].reverse(), ids: [...before.ids].reverse() };
    expect(judge(before, now, 0.01)).toMatchObject({ worse: [], better: 0, inputs: 200, isSame: false });
  });

  test('that are equal are paired in their order', () => {
    const check = { ...wrongOn(0), correct: [true, false, true], ids: ['a', 'a', 'a'] };
    expect(judge(check, check, 0)).toMatchObject({ worse: [], better: 0, inputs: 3, isSame: true });
    const fewer = { ...check, correct: [true, false], ids: ['a', 'a'] };
    expect(judge(check, fewer, 0)).toMatchObject({ inputs: 2, removed: 1, added: 0, worse: [] });
  });

  test('that were added or removed are counted and not compared', () => {
    const now = wrongOn(10, 190, { ids: Array.from({ length: 190 }, (_, item) => `input ${item + 20}`) });
    const judged = judge(wrongOn(10), now, 0.01);
    expect(judged).toMatchObject({ inputs: 180, added: 10, removed: 20, before: 1, now: 170 / 180, status: 'dropped' });
    expect(judged.worse).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('of which none is left do not compare', () => {
    const now = { ...wrongOn(10), ids: wrongOn(10).ids.map((id) => `other ${id}`) };
    expect(judge(wrongOn(10), now, 0.01)).toMatchObject({ inputs: 0, status: 'changed', pValue: 1 });
  });
});

test('another setting does not compare, and is named', () => {
  const [before, now] = [10, 40].map((steps) => wrongOn(10, 200, { setting: { attack: 'pgd', steps } }));
  expect(judge(before, now, 0.01)).toMatchObject({ status: 'changed', differences: ['steps 10 before, 40 now'] });
});
