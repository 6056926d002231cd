import { expect, test } from 'vitest';
import { kMultisectionNeuronCoverage as coverage } from '../../../src/acquisition/index.ts';
import { activationsOf } from './activations.ts';
import { select } from './pool.ts';

test('ranks by the number of neurons inside their range, bounds included', async () => {
  const activations = activationsOf([[2, 2], [0.5, 2], [0.5, 0.5], [1, 0]], [0, 0], [1, 1]); // prettier-ignore
  expect(await select(coverage, { size: 4, activations }, 4)).toEqual([2, 3, 1, 0]);
});

test('excludes the bounds with bounds "strict"', async () => {
  const activations = activationsOf([[0, 1], [0, 0.5], [1, 1], [0.5, 0.5]], [0, 0], [1, 1]); // prettier-ignore
  expect(await select(coverage.with({ bounds: 'strict' }), { size: 4, activations }, 4)).toEqual([3, 1, 0, 2]);
});

test('counts only new sections with greedy, then ranks the rest by all sections they cover', async () => {
  const activations = activationsOf(
    [[0.1, 0.1], [0.2, 0.2], [0.6, 2], [0.1, 0.2], [0.9, 0.9]], // prettier-ignore
    [0, 0],
    [1, 1],
  );
  const greedy = coverage.with({ greedy: true, sections: 2 });
  expect(await select(greedy, { size: 5, activations }, 5)).toEqual([0, 4, 1, 3, 2]);
});

test.each([{}, { bounds: 'strict' as const }, { greedy: true }])(
  'never covers a neuron with one output for the whole labelled set, with %o',
  async (options) => {
    const activations = activationsOf([[0.5, 1], [0.5, 0]], [0, 0], [1, 0]); // prettier-ignore
    expect(await select(coverage.with(options), { size: 2, activations }, 1)).toEqual([0]);
  },
);

test('scores the share of all sections that an input covers', async () => {
  const activations = activationsOf([[2, 2], [0.5, 2], [0.5, 0.5], [1, 0]], [0, 0], [1, 1]); // prettier-ignore
  const scores = await coverage.with({ sections: 4 }).scores({ size: 4, activations });
  expect(scores).toEqual(Float64Array.of(0, 1 / 8, 2 / 8, 2 / 8));
});

test('covers no section of a range without labelled inputs', async () => {
  const activations = activationsOf([[1, 2], [3, 4]], [Infinity, Infinity], [-Infinity, -Infinity]); // prettier-ignore
  expect(await select(coverage.with({ greedy: true }), { size: 2, activations }, 2)).toEqual([0, 1]);
});
