import { expect, test } from 'vitest';
import { neuronCoverage } from '../../../src/acquisition/index.ts';
import { activationsOf } from './activations.ts';

const signals = {
  size: 3,
  activations: activationsOf([[0, 0.1, 5, 0.3], [1, 2, 0, 0], [0, 0, 10, 1]], [0, 0, 0, 0], [1, 1, 1, 1]), // prettier-ignore
};

test.each([
  [{}, [3, 2, 2]],
  [{ threshold: 0.2 }, [2, 2, 2]],
  [{ threshold: 0.2, scaled: true }, [2, 1, 1]],
])('is the share of neurons above the threshold with %o', async (options, active) => {
  const scores = await neuronCoverage.with(options).scores?.(signals);
  expect(Array.from(scores ?? [], (share) => 4 * share)).toEqual(active);
});

test('counts no active neuron in a scaled layer of equal outputs', async () => {
  const equal = { size: 1, activations: activationsOf([[3, 3, 3, 3]], [0, 0, 0, 0], [4, 4, 4, 4]) };
  expect(await neuronCoverage.with({ scaled: true }).scores?.(equal)).toEqual(Float64Array.of(0));
});

test.each<[string, object]>([
  ['undefined', { batches: () => undefined }],
  ['a number', { batches: () => 5 }],
  ['rows of other neurons', { batches: activationsOf([[0, 1]], [0, 0], [1, 1]).batches }],
  [
    'more rows than the pool',
    {
      batches: activationsOf(
        Array.from({ length: 4 }, () => [0, 0, 0, 0]),
        [0, 0, 0, 0],
        [1, 1, 1, 1],
      ).batches,
    },
  ],
  ['fewer rows than the pool', { batches: activationsOf([[0, 0, 0, 0]], [0, 0, 0, 0], [1, 1, 1, 1]).batches }],
])('refuses activations that stream %s', async (_, changes) => {
  const given = { ...signals, activations: { ...signals.activations, ...changes } };
  await expect(neuronCoverage.scores?.(given)).rejects.toThrow(
    'Expected matrices with one row per input of the pool, 3 in all',
  );
});

test('allocates nothing by the size of a pool that is not there', async () => {
  await expect(neuronCoverage.scores?.({ ...signals, size: 6e9 })).rejects.toThrow(
    'activations.batches() gives 3 rows.',
  );
});
