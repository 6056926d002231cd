import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../../src/errors.ts';
import { glyphs } from '../../../src/index.ts';
import { gatesIn, greys, images, texts } from './data-sets.ts';
import { imagesIn, messageOf, registerMatchers } from './register.ts';

registerMatchers();
const even = greys([0.1, 0.9], [0, 1]);
const uneven = greys([0.1, 0.2, 0.3, 0.4, 0.9], [0, 0, 0, 0, 1]);

describe('toBeBalanced', () => {
  test('measures each split of a data set, without an engine', async ({ task }) => {
    await expect(glyphs({ train: 40, test: 20 })).toBeBalanced({ ratio: 1 });
    await expect(images(even, uneven)).toBeBalanced({ ratio: 0.25 });
    await expect(uneven).not.toBeBalanced({ ratio: 0.3 });
    const gates = gatesIn(task);
    expect(gates.map(({ value }) => value)).toEqual([1, 1, 1, 0.25, 0.25]);
    expect(gates[3]).toMatchObject({ model: null, outcome: 'passed', threshold: 0.25 });
    expect(gates[3].measurement).toMatchObject({ kind: 'data', subject: 'greys', inputs: 5 });
    expect((task.meta as { dnn?: { engines: unknown } }).dnn?.engines).toEqual([]);
  });

  test('names the rarest class, and shows its items', async ({ task }) => {
    const message = await messageOf(expect(images(even, uneven)).toBeBalanced({ ratio: 0.5 }));
    expect(message).toContain(
      'expected greys to have a ratio of the least to the most frequent class in the test split of at least 0.5, but it has 0.25',
    );
    expect(message).toContain('classes   "dark" 4, "bright" 1');
    expect(message).toContain('example   test #4 "bright"');
    expect(message).not.toMatch(/engine|seed|interval/);
    const [, { findings }] = gatesIn(task);
    expect(findings).toMatchObject({ what: 'items of the least frequent class, "bright"', found: 1 });
    const sent = imagesIn({ task }).get(findings?.file ?? '');
    expect(sent).toMatchObject({ height: 2, width: 2, channels: 1, largest: 0 });
  });

  test('counts a class that has no items', async () => {
    const dataset = texts(['goal', 'match'], ['vote', 'law'], [1, 1]);
    expect(await messageOf(expect(dataset).toBeBalanced())).toContain('"world" 2, "sport" 0');
  });

  test('survives a label that is no class index', async ({ task }) => {
    await expect(greys([0, 1], [0, 2 ** 31 - 1])).not.toBeBalanced();
    expect(gatesIn(task)[0]).toMatchObject({ value: 0, measurement: { classes: { length: 1000 } } });
  });

  test.each([{ ratio: 0 }, { ratio: 2 }, { ratio: '1' }, { least: 1 }])('rejects the options %o', async (options) => {
    await expect(expect(uneven).toBeBalanced(options as never)).rejects.toThrow(InvalidOptionError);
  });

  test.each([
    ['one class', greys([0, 1], [0, 0]), 'all 2 items have label 0'],
    ['an empty split', greys([], []), 'The split is empty'],
    ['an item without a label', greys([0, 1], [0, -1]), 'Item 1 of the split has label -1'],
    ['a value that is not finite', greys([0, Number.NaN], [0, 1]), 'contains NaN'],
    ['a model', { classifier: {}, split: even }, 'This is a model: pass its data'],
    ['a promise', Promise.resolve(even), 'await it first'],
    ['a reader', glyphs, 'call the reader'],
    ['nothing', undefined, 'Expected a data set'],
  ])('rejects %s', async (_, received, message) => {
    const failed = expect(received as never).toBeBalanced();
    await expect(failed).rejects.toThrow(InvalidDataError);
    await expect(failed).rejects.toThrow(message);
  });
});
