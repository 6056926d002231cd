import { beforeAll, describe, expect, test } from 'vitest';
import { multilayerPerceptron } from '../../src/architectures/index.ts';
import { attacks, fgsm, pgd } from '../../src/attacks/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf } from '../../src/engine/tensors.ts';
import { InvalidDataError, InvalidOptionError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import { readWeights } from '../../src/models/network/weights.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { createRandom } from '../../src/random/index.ts';
import { adversarialTraining, standardTraining, trainings, type Training } from '../../src/training/index.ts';
import { sampleSplit } from '../unit/models/sample.ts';

beforeAll(async () => {
  await startEngine();
});

const quick = { epochs: 2, batchSize: 16 };
const split = sampleSplit({ itemShape: [4], size: 40 });

/** Examples of every training. */
const examples: Record<keyof typeof trainings, Training[]> = {
  standardTraining: [standardTraining(quick), standardTraining({ ...quick, earlyStopping: { patience: 1 } })],
  adversarialTraining: [
    adversarialTraining(fgsm, 0.1, { ...quick, learningRate: 0.01 }),
    adversarialTraining(pgd.with({ steps: 2, stepSize: 0.05 }), 0.1, { ...quick, warmup: 1, earlyStopping: {} }),
  ],
};

/** Creates an attack of the index from its name and parameters, as a reader of reports does. */
function attackOf(name: string, { epsilon: _, ...parameters }: JsonObject) {
  const attack: (typeof attacks)['fgsm'] = attacks[name as 'fgsm'];
  return attack.with(parameters);
}

test('every training in the index has an example', () => {
  expect(Object.keys(examples)).toEqual(Object.keys(trainings));
});

describe.each(
  (Object.keys(examples) as (keyof typeof examples)[]).flatMap((name) =>
    examples[name].map((training) => [name, JSON.stringify(training.options), training] as const),
  ),
)('%s %s', (name, _, training) => {
  const fitted = async (seed: number, trainer = training) => {
    const classifier = networkOf(multilayerPerceptron.with({ hidden: [8] })({ itemShape: [4], classes: 3, seed: 1 }));
    const before = tf.memory().numTensors;
    const history = await trainer.fit(classifier, split, { random: createRandom(seed) });
    expect(tf.memory().numTensors).toBe(before);
    const weights = readWeights(classifier.model);
    classifier.dispose();
    return { history, weights };
  };

  test('has the name of its export, and records its options as plain JSON', () => {
    expect(training.name).toBe(name);
    expect(JSON.parse(JSON.stringify(training.options))).toEqual(training.options);
  });

  test('gives equal weights for equal seeds, other weights for other seeds, and leaks no tensor', async () => {
    const first = await fitted(1);
    expect(await fitted(1)).toEqual(first);
    expect((await fitted(2)).weights).not.toEqual(first.weights);
  });

  test('can be restored from its options, and then trains the same', async () => {
    const again = trainings[name].fromOptions(JSON.parse(JSON.stringify(training.options)) as JsonObject, attackOf);
    expect(again.name).toBe(name);
    expect(again.options).toEqual(training.options);
    expect(again.adversarial).toBe(training.adversarial);
    expect(await fitted(1, again)).toEqual(await fitted(1));
  });

  test.each([[null], ['adam'], [[]], [new Error('lost')]])('is not restored from %o', (options) => {
    expect(() => trainings[name].fromOptions(options as never, attackOf)).toThrow(InvalidOptionError);
  });

  test.each([[undefined], [{}], [{ random: {} }], [{ random: createRandom(1), progress: 5 }]])(
    'does not train in the context %o',
    async (context) => {
      const classifier = multilayerPerceptron({ itemShape: [4], classes: 3, seed: 1 });
      await expect(training.fit(classifier, split, context as never)).rejects.toThrow(InvalidOptionError);
      classifier.dispose();
    },
  );

  test('rejects unknown options and an empty split', async () => {
    const odd = { ...training.options, epoch: 3 };
    expect(() => trainings[name].fromOptions(odd, attackOf)).toThrow(InvalidOptionError);
    const empty = { ...split, inputs: new Float32Array(0), labels: new Int32Array(0), size: 0 };
    const classifier = multilayerPerceptron({ itemShape: [4], classes: 3, seed: 1 });
    await expect(training.fit(classifier, empty, { random: createRandom(1) })).rejects.toThrow(InvalidDataError);
    classifier.dispose();
  });
});
