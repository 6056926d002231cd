import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { InvalidDataError } from '../../../../src/errors.ts';
import { cleverScore } from '../../../../src/evaluation/index.ts';
import { classifier } from '../../../../src/models/classifier.ts';

beforeAll(() => startEngine('wasm'));

const table = [0, 0, 1, 2, -1, 3, 2, -1];
const slopes = [1, -2, 0, 2, 3, 1];
const ids = Int32Array.from([1, 2, 3, 2, 0, 0]);

/** A classifier that is linear in the vectors of its three tokens. */
function linear() {
  const model = tfl.sequential({
    layers: [
      tfl.layers.embedding({ inputDim: 4, outputDim: 2, inputLength: 3, embeddingsInitializer: 'zeros' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 2, kernelInitializer: 'zeros' }),
    ],
  });
  const kernel = slopes.flatMap((slope) => [0, slope]);
  model.setWeights([tf.tensor2d(table, [4, 2]), tf.tensor2d(kernel, [6, 2]), tf.tensor1d([0, 0.5])]);
  return classifier(model, { name: 'linear' });
}

const leads = [0, 1].map((item) => {
  const vectors = Array.from(ids.subarray(3 * item, 3 * item + 3)).flatMap((id) => table.slice(2 * id, 2 * id + 2));
  return vectors.reduce((sum, value, at) => sum + value * slopes[at], 0.5);
});
const split = { inputs: ids, itemShape: [3], labels: Int32Array.from(leads, (lead) => Number(lead > 0)), size: 2 };

test.each([
  ['l2', Math.hypot(...slopes)],
  ['linf', slopes.reduce((sum, slope) => sum + Math.abs(slope), 0)],
  ['l1', 3],
] as const)('the score of a linear network is the distance of the vectors to its plane in %s', async (norm, slope) => {
  const model = linear();
  const options = {
    norm,
    radius: 20,
    batches: 3,
    samples: 4,
    seed: 1,
    target: 'untargeted',
    keepScores: true,
  } as const;
  const { scores } = await cleverScore(model, split, options);
  expect(scores?.values).toHaveLength(2);
  scores?.values.forEach((value, at) => expect(value).toBeCloseTo(Math.abs(leads[at]) / slope, 4));
  model.dispose();
});

test('a network that reads the ids twice has no such score', async () => {
  const input = tfl.input({ shape: [3] });
  const embed = (name: string) =>
    tfl.layers
      .flatten()
      .apply(
        tfl.layers.embedding({ inputDim: 4, outputDim: 2, embeddingsInitializer: 'ones', name }).apply(input),
      ) as typeof input;
  const both = tfl.layers.concatenate().apply([embed('one'), embed('two')]) as typeof input;
  const logits = tfl.layers.dense({ units: 2, kernelInitializer: 'ones' }).apply(both) as typeof input;
  const model = classifier(tfl.model({ inputs: input, outputs: logits }), { name: 'twice' });
  await expect(cleverScore(model, split, { batches: 3, samples: 4 })).rejects.toThrow(InvalidDataError);
  model.dispose();
});
