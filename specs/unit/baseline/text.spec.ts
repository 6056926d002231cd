import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Baseline, MeasuredCheck } from '../../../src/baseline/contract.ts';
import { baselineText, parseBaseline } from '../../../src/baseline/text.ts';

const idOf = (item: number): string => Buffer.from(String(item).padStart(6, '0')).toString('base64');
const checkOf = (correct: readonly boolean[]): MeasuredCheck => ({
  correct,
  ids: correct.map((_, item) => idOf(item)),
  seed: 3,
  setting: { attack: 'pgd', epsilon: 0.1 },
});
const baselineOf = (correct: readonly boolean[]): Baseline =>
  new Map([['digits > keeps', new Map([['accuracy', checkOf(correct)]])]]);

test('what is written is read, whatever the names and the number of inputs', () => {
  const checks = fc.array(fc.boolean(), { minLength: 1, maxLength: 900 });
  fc.assert(
    fc.property(fc.string(), checks, checks, (name, first, second) => {
      const baseline: Baseline = new Map([
        [name, new Map([['accuracy', checkOf(first)]])],
        [`${name} 2`, new Map([[`${name}: robust accuracy`, checkOf(second)]])],
      ]);
      expect(parseBaseline(baselineText(baseline), 'a.json')).toEqual(baseline);
    }),
    { numRuns: 30 },
  );
});

test('a changed input changes one line of bits, and a value', () => {
  const correct = Array.from({ length: 2000 }, () => true);
  const [before, after] = [correct, correct.with(700, false)].map((flags) =>
    baselineText(baselineOf(flags)).split('\n'),
  );
  expect(after).toHaveLength(before.length);
  expect(after.filter((line, i) => line !== before[i]).map((line) => line.trim().slice(0, 8))).toEqual([
    '"value":',
    '"///////',
  ]);
});

test('lists of inputs that several checks share are written once', () => {
  const one = baselineText(baselineOf([true, false]));
  const two = baselineText(
    new Map([...baselineOf([true, false]), ['other', new Map([['accuracy', checkOf([true, true])]])]]),
  );
  expect(one.match(/"ids"/g)).toHaveLength(1);
  expect(two.match(/"ids"/g)).toHaveLength(1);
});

describe('a file that is refused', () => {
  const text = baselineText(baselineOf([true, false, true]));
  test.each([
    ['no JSON', '{', /^The baseline a\.json is no JSON: /],
    ['a list', '[]', 'The baseline a.json holds no object.'],
    ['another format', text.replace('"format": 1', '"format": 2'), 'has the format 2; this version reads 1'],
    ['no tests', text.replace('"tests"', '"test"'), 'lacks tests or inputs'],
    ['a cut list of inputs', text.replace(/ \S+"\n +\]\n +\}\n +\}\n\}/, '"]}}}'), 'lists other inputs than'],
    ['too few bits', text.replace(/"correct": \[[^\]]*\]/, '"correct": []'), 'has a damaged entry "accuracy"'],
    ['no seed', text.replace('"seed": 3', '"seed": "x"'), 'has a damaged entry "accuracy"'],
    ['a merge conflict', `<<<<<<< ours\n${text}>>>>>>> theirs\n`, 'holds the marks of a merge conflict'],
  ])('%s', (_, damaged, message) => {
    expect(damaged).not.toBe(text);
    expect(() => parseBaseline(damaged, 'a.json')).toThrow(message);
  });
});
