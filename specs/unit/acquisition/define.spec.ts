import { describe, expect, test } from 'vitest';
import { defineAcquisition, selectionOf, type Selection } from '../../../src/acquisition/index.ts';
import { InvalidDataError, InvalidOptionError, NumericalError } from '../../../src/errors.ts';
import { integerFrom } from '../../../src/options.ts';
import { createRandom } from '../../../src/random/index.ts';
import { matrixOf, poolOf } from './matrix.ts';

const random = createRandom(1);
const firstColumn = defineAcquisition({
  name: 'firstColumn',
  needs: ['probabilities'],
  defaults: { power: 1, mode: 'plain', flip: false as boolean },
  limits: { power: integerFrom(1) },
  score: ({ probabilities, size }, { power, flip }) =>
    Float64Array.from(
      { length: size },
      (_, i) => (flip ? -1 : 1) * probabilities.data[i * probabilities.columns] ** power,
    ),
});
const pool = poolOf([0.5, 0.5], [0.75, 0.25], [0.5, 0.5], [1, 0]);

const choosing = (selected: number[]) =>
  defineAcquisition({ name: 'fixed', needs: [], select: () => Int32Array.from(selected) });

describe('selection by score', () => {
  test('takes the highest score first, and of equal scores the lowest index', () => {
    expect(firstColumn.select(pool, 4, random)).toEqual(Int32Array.of(3, 1, 0, 2));
    expect(firstColumn.with({ flip: true }).select(pool, 3, random)).toEqual(Int32Array.of(0, 2, 1));
  });

  test('passes all options to the score function', () => {
    expect(firstColumn.with({ power: 2 }).scores?.(pool)).toEqual(Float64Array.of(0.25, 0.5625, 0.25, 1));
    expect(firstColumn.with({ power: 2 }).with({ flip: true }).options).toEqual({
      power: 2,
      mode: 'plain',
      flip: true,
    });
    expect(firstColumn.options).toEqual({ power: 1, mode: 'plain', flip: false });
  });

  test('rejects a score that is not finite and names its input', () => {
    const logarithm = defineAcquisition({
      name: 'logarithm',
      needs: [],
      score: () => Float64Array.of(0, -Infinity, NaN),
    });
    expect(() => logarithm.select({ size: 3 }, 1, random)).toThrow(NumericalError);
    expect(() => logarithm.select({ size: 3 }, 1, random)).toThrow('logarithm: the score of input 1 is -Infinity.');
  });

  test('rejects a wrong number of scores', () => {
    const short = defineAcquisition({ name: 'short', needs: [], score: () => new Float64Array(2) });
    expect(() => short.select({ size: 3 }, 1, random)).toThrow(InvalidDataError);
    expect(() => short.select({ size: 3 }, 1, random)).toThrow('short: score returned 2 values for 3 inputs.');
  });
});

describe('joint selection', () => {
  test('returns the selection in its order and has no scores', () => {
    expect(choosing([4, 0, 2]).select({ size: 5 }, 3, random)).toEqual(Int32Array.of(4, 0, 2));
    expect(choosing([]).scores).toBeUndefined();
  });

  test('has scores beside the selection if the definition has both', () => {
    const both = defineAcquisition({
      name: 'both',
      needs: [],
      defaults: { factor: 1 },
      score: (_signals, { factor }) => Float64Array.of(factor, 0),
      select: (_signals, count) => Int32Array.of(1, 0).slice(0, count),
    });
    expect(both.with({ factor: 3 }).scores({ size: 2 })).toEqual(Float64Array.of(3, 0));
    expect(both.select({ size: 2 }, 1, random)).toEqual(Int32Array.of(1));
  });

  test.each([
    ['a repeated index', [1, 1]],
    ['too few indices', [1]],
    ['an index outside the pool', [1, 5]],
    ['a negative index', [-1, 1]],
  ])('rejects %s', (_, selected) => {
    expect(() => choosing(selected).select({ size: 5 }, 2, random)).toThrow('Expected 2 distinct integers in [0, 5).');
  });
});

describe('signals', () => {
  test('are named if they are missing', () => {
    expect(() => firstColumn.select({ size: 3 }, 1, random)).toThrow(InvalidOptionError);
    expect(() => firstColumn.select({ size: 3 }, 1, random)).toThrow(
      'firstColumn: the signal "probabilities" is missing.',
    );
  });

  test('are rejected if their length differs from the pool size', () => {
    const signals = { size: 5, probabilities: pool.probabilities };
    expect(() => firstColumn.select(signals, 1, random)).toThrow(
      'probabilities has 4 rows, but the pool has 5 inputs.',
    );
  });

  test('are rejected if a value is not finite, and the input is named', () => {
    const signals = {
      size: 2,
      probabilities: matrixOf([
        [0, 1],
        [0, NaN],
      ]),
    };
    expect(() => firstColumn.scores?.(signals)).toThrow(NumericalError);
    expect(() => firstColumn.scores?.(signals)).toThrow('probabilities contains NaN for input 1.');
  });
});

test.each([5, -1, 1.5, NaN])('rejects a count of %s for a pool of 4', (count) => {
  expect(() => firstColumn.select(pool, count, random)).toThrow(InvalidOptionError);
  expect(() => firstColumn.select(pool, count, random)).toThrow(`cannot select ${count} inputs from a pool of 4.`);
});

test.each<[string, object, string]>([
  ['an unknown option', { powr: 2 }, 'firstColumn: there is no option "powr".\nExpected one of: power, mode, flip.'],
  [
    'a value of another type',
    { mode: 3 },
    "firstColumn: mode is 3.\nExpected a string.\nOmit it to use the default, 'plain'.",
  ],
  ['NaN', { power: NaN }, 'firstColumn: power is NaN.'],
  ['a value outside its limit', { power: 0 }, 'firstColumn: power is 0.\nExpected an integer of at least 1.'],
])('rejects %s', (_, options, message) => {
  expect(() => firstColumn.with(options)).toThrow(InvalidOptionError);
  expect(() => firstColumn.with(options)).toThrow(message);
});

test('derives needs from the options and includes their source in the code', () => {
  const staged = defineAcquisition({
    name: 'staged',
    needs: ({ from }) => ({ [from as 'labels']: {} }),
    defaults: { from: 'labels' },
    score: ({ size }) => new Float64Array(size),
  });
  expect(firstColumn.needs).toEqual({ probabilities: {} });
  expect(staged.needs).toEqual({ labels: {} });
  expect(staged.with({ from: 'stage' }).needs).toEqual({ stage: {} });
  expect(() => staged.with({ from: 'stage' }).select(pool, 1, random)).toThrow('the signal "stage" is missing.');
  expect(staged.code).toContain('[from');
});

describe('an asynchronous function', () => {
  test('is checked when its result arrives', async () => {
    const late = (values: number[]) =>
      defineAcquisition({ name: 'late', needs: [], score: async () => Float64Array.from(values) });
    expect(await late([1, 3, 2]).select({ size: 3 }, 2, random)).toEqual(Int32Array.of(1, 2));
    expect(await late([1, 3, 2]).scores?.({ size: 3 })).toEqual(Float64Array.of(1, 3, 2));
    await expect(late([1, NaN, 2]).select({ size: 3 }, 2, random)).rejects.toThrow('the score of input 1 is NaN.');
  });

  test('reports its progress', async () => {
    const seen: string[] = [];
    const busy = defineAcquisition({
      name: 'busy',
      needs: [],
      select: (_, count, random, _options, progress) => {
        progress({ task: 'select', done: 1, total: 2 });
        return random.sample(3, count);
      },
    });
    busy.select({ size: 3 }, 1, random, ({ task }) => seen.push(task));
    expect(busy.select({ size: 3 }, 1, random)).toHaveLength(1);
    expect(seen).toEqual(['select']);
  });
});

describe('an addition to a selection', () => {
  const adding = (addition: Partial<Selection>) =>
    defineAcquisition({ name: 'adding', needs: [], select: () => ({ selected: Int32Array.of(4, 2), ...addition }) });
  const inputs = matrixOf([[0.5, 0.25]]);

  test('is returned unchanged', async () => {
    const added = {
      pseudoLabelled: { indices: Int32Array.of(0, 3), labels: Int32Array.of(1, 1) },
      derived: { origins: Int32Array.of(2), inputs },
    };
    expect(await selectionOf(adding(added).select({ size: 5 }, 2, random))).toEqual({
      selected: Int32Array.of(4, 2),
      ...added,
    });
    expect(await selectionOf(choosing([1]).select({ size: 5 }, 1, random))).toEqual({ selected: Int32Array.of(1) });
  });

  test.each<[string, Partial<Selection>, string]>([
    [
      'too few pseudo labels',
      { pseudoLabelled: { indices: Int32Array.of(0, 1), labels: Int32Array.of(1) } },
      'returned 1 pseudo labels for 2 inputs',
    ],
    [
      'pseudo labels of a selected input',
      { pseudoLabelled: { indices: Int32Array.of(4), labels: Int32Array.of(1) } },
      'returned 1 pseudo labels for 1 inputs',
    ],
    [
      'two pseudo labels of one input',
      { pseudoLabelled: { indices: Int32Array.of(0, 0), labels: Int32Array.of(1, 2) } },
      'returned 2 pseudo labels for 2 inputs',
    ],
    [
      'an input derived from an origin that is not selected',
      { derived: { origins: Int32Array.of(3), inputs } },
      'derived 1 inputs from 1 origins',
    ],
    [
      'an origin without inputs',
      { derived: { origins: Int32Array.of(4, 2), inputs } },
      'derived 1 inputs from 2 origins',
    ],
    [
      'NaN',
      { derived: { origins: Int32Array.of(4), inputs: matrixOf([[NaN, 0]]) } },
      'the matrix of derived inputs contains NaN for input 0',
    ],
  ])('is rejected: %s', (_, addition, message) => {
    expect(() => adding(addition).select({ size: 5 }, 2, random)).toThrow(message);
  });
});
