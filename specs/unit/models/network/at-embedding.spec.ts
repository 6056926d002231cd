import { beforeAll, expect, test } from 'vitest';
import { lstm } from '../../../../src/architectures/index.ts';
import { nearestCrossing } from '../../../../src/boundaries/nearest-crossing.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { classifier } from '../../../../src/models/classifier.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { atEmbedding, type AtEmbedding } from '../../../../src/models/network/at-embedding.ts';
import { textEncoder } from '../../../../src/text/index.ts';

beforeAll(() => startEngine('wasm'));

const ids = Int32Array.from([1, 2, 3, 2, 0, 0]);

test('a network behind its embedding has the logits of the network, with padding skipped', () => {
  const encoder = textEncoder({ texts: ['one two'], length: 3 });
  const network = networkOf(lstm({ itemShape: [3], classes: 4, seed: 1, encoder }));
  const { network: behind, embed } = atEmbedding(network) as AtEmbedding;
  tf.tidy(() => {
    const x = tf.tensor3d(embed(ids), [2, 3, behind.itemShape[1]]);
    const expected = network.logits(tf.tensor2d(Float32Array.from(ids), [2, 3])).dataSync();
    behind
      .logits(x)
      .dataSync()
      .forEach((value, at) => expect(value).toBeCloseTo(expected[at], 6));
  });
  network.dispose();
});

test('of a linear network, distances are those of the vectors to the plane, and ids stay', async () => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.embedding({ inputDim: 4, outputDim: 2, inputLength: 3, embeddingsInitializer: 'zeros' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 2, kernelInitializer: 'zeros' }),
    ],
  });
  const table = [0, 0, 1, 2, -1, 3, 2, -1];
  const slopes = [1, -2, 0, 2, 3, 1];
  const kernel = slopes.flatMap((slope) => [0, slope]);
  model.setWeights([tf.tensor2d(table, [4, 2]), tf.tensor2d(kernel, [6, 2]), tf.tensor1d([0, 0.5])]);
  const { network, embed } = atEmbedding(networkOf(classifier(model, { name: 'linear' }))) as AtEmbedding;
  const { distances, adversarial } = await nearestCrossing(network, embed(ids), { clip: false });
  for (const item of [0, 1]) {
    const vectors = Array.from(ids.subarray(3 * item, 3 * item + 3)).flatMap((id) => table.slice(2 * id, 2 * id + 2));
    const lead = vectors.reduce((sum, value, at) => sum + value * slopes[at], 0.5);
    expect(distances[item]).toBeCloseTo(1.02 * (Math.abs(lead) / Math.hypot(...slopes) + 1e-4), 3);
  }
  expect(adversarial.filter((_, at) => at % 3 === 2)).toEqual(Float32Array.from(ids));
  network.dispose();
});
