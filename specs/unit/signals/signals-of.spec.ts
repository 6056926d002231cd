import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adversarialBim,
  badge,
  bald,
  likelihoodSurprise,
  maxEntropy,
  type SignalParameters,
} from '../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../src/active-learning/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../src/errors.ts';
import type { Classifier } from '../../../src/models/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { signalsOf } from '../../../src/signals/signals-of.ts';
import { dataset } from '../active-learning/clusters.ts';

const { train, test: labelled } = dataset;
let model: Classifier;

beforeAll(async () => {
  await startEngine('wasm');
  model = multilayerPerceptron.with({ hidden: [8] })({ itemShape: [2], classes: 3, seed: 1 });
});
afterAll(() => model.dispose());

test('has the signals that are named, and the size of the pool', async () => {
  const signals = await signalsOf(model, train, { needs: ['probabilities', 'features'] });
  expect(Object.keys(signals).sort()).toEqual(['features', 'probabilities', 'size']);
  expect(signals.size).toBe(train.size);
  expect(signals.probabilities).toEqual(await model.probabilities(train));
  expect(signals.features).toEqual(await model.features(train));
});

test('gives an acquisition function its scores and its selection for retraining', async () => {
  const signals = await signalsOf(model, train, { needs: maxEntropy.needs });
  const { positions } = await selectForRetraining(model, train, { acquisition: maxEntropy, budget: 9 });
  const scores = maxEntropy.scores(signals);
  expect(Array.from(positions, (position) => scores[position])).toEqual(
    Array.from(scores.toSorted().reverse().slice(0, 9)),
  );
});

test('draws as a selection for retraining with the same seed does', async () => {
  const signals = await signalsOf(model, train, { needs: bald.needs, seed: 3 });
  const selection = bald.select(signals, 9, createRandom(0));
  expect(selection).toEqual(
    (await selectForRetraining(model, train, { acquisition: bald, budget: 9, seed: 3 })).positions,
  );
});

test('takes parameters, and types the signals by their names', async () => {
  const { gradientLengths, posteriorSamples } = await signalsOf(model, train, {
    needs: { gradientLengths: { of: 'lastLayer' }, posteriorSamples: { draws: 2, dropoutRate: 0.3 } },
  });
  expect(gradientLengths).toHaveLength(train.size);
  expect(posteriorSamples).toHaveLength(2);
  const { boundaryDistances } = await signalsOf(model, train, {
    needs: { boundaryDistances: { candidates: null, twins: false, steps: 9, overshoot: 0.02, clip: false } },
  });
  expect(boundaryDistances.distances).toHaveLength(train.size);
});

test('computes signals of the labelled set', async () => {
  const signals = await signalsOf(model, train, { needs: ['labelledFeatures', 'labels', 'activations'], labelled });
  expect(signals.labels).toEqual(labelled.labels);
  expect(signals.labelledFeatures.rows).toBe(labelled.size);
  expect(signals.activations.low.every(Number.isFinite)).toBe(true);
  const surprise = await signalsOf(model, train, { needs: likelihoodSurprise.needs, labelled });
  expect(new Set(await likelihoodSurprise.scores(surprise)).size).toBeGreaterThan(100);
});

describe('rejects', () => {
  test.each(['labelledFeatures', 'labelledPredictions', 'labels', 'activations'] as const)(
    '%s without a labelled set',
    async (name) => {
      await expect(signalsOf(model, train, { needs: [name] })).rejects.toThrow(
        `signalsOf: ${name} is computed from labelled inputs, but there are none.`,
      );
    },
  );

  test('nothing for activations without ranges', async () => {
    const { activations } = await signalsOf(model, train, { needs: { activations: { ranges: false } } });
    expect(activations.neurons).toBe(8);
  });

  test.each<[string, unknown, string]>([
    ['an unknown name', ['logits'], "signalsOf: there is no signal 'logits'.\nExpected some of stage, probabilities,"],
    ['an inherited name', ['constructor'], "there is no signal 'constructor'."],
    ['no needs', undefined, 'signalsOf: needs is undefined.\nExpected names of signals'],
    ['one name alone', 'features', "signalsOf: needs is 'features'."],
    [
      'a name without its parameters',
      ['gradientLengths'],
      'the signal gradientLengths has no of.\nExpected of, which have no defaults.',
    ],
    ['a wrong parameter', { gradientLengths: { of: 'weights' } }, "signalsOf: gradientLengths: of is 'weights'."],
    ['an unknown parameter', { features: { slope: true } }, 'signalsOf: features: there is no option "slope".'],
    ['parameters that are no object', { bimDistances: 3 }, 'signalsOf: bimDistances: the options are 3.'],
  ])('%s', async (_, needs, message) => {
    const options = { needs: needs as Partial<SignalParameters> };
    await expect(signalsOf(model, train, options)).rejects.toThrow(InvalidOptionError);
    await expect(signalsOf(model, train, options)).rejects.toThrow(message);
  });

  test('an unknown option and a seed that is no integer', async () => {
    const options = { needs: ['features'] as const };
    await expect(signalsOf(model, train, { ...options, lablled: labelled } as typeof options)).rejects.toThrow(
      'signalsOf: there is no option',
    );
    await expect(signalsOf(model, train, { ...options, seed: NaN })).rejects.toThrow('signalsOf: seed is NaN.');
  });

  test('an invalid pool and an invalid labelled set', async () => {
    const broken = { ...train, inputs: train.inputs.map(() => NaN) };
    await expect(signalsOf(model, broken, { needs: ['features'] })).rejects.toThrow(InvalidDataError);
    await expect(signalsOf(model, train, { needs: badge.needs, labelled: broken })).rejects.toThrow(
      'the labelled inputs',
    );
  });
});

test('takes the needs of adversarialBim, whose step follows the input range', async () => {
  const signals = await signalsOf(model, train, { needs: adversarialBim.needs });
  expect(adversarialBim.scores(signals)).toHaveLength(train.size);
});
