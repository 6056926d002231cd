import { beforeAll, expect, test } from 'vitest';
import { fgsm } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import { classifier } from '../../../../src/models/index.ts';
import { dense, network } from '../sample.ts';

beforeAll(() => startEngine());

const inputs = Float32Array.of(0, 1, 2, 3);
const split = { inputs, itemShape: [4], labels: Int32Array.of(0), size: 1 };

/** A layer that throws what TensorFlow.js throws for options that it does not implement. */
class Unfinished extends tfl.layers.Layer {
  static readonly className = 'Unfinished';
  override call(): Tensor {
    throw new Error('this option is not implemented yet.\nSee elsewhere.');
  }
}
const message =
  /^TensorFlow.js cannot run the layers of "sequential_\d+": this option is not implemented yet\.\nExpected/;

test('explains which layer TensorFlow.js cannot run, when the network is read', () => {
  const model = network(dense(4, 'softmax'), new Unfinished({}), dense(3));
  expect(() => classifier(model)).toThrow(InvalidModelError);
  expect(() => classifier(model)).toThrow(message);
});

test('explains it in a pass, and frees the tensors of the pass', async () => {
  const model = classifier(network(new Unfinished({}), dense(4, 'softmax')));
  const before = tf.memory().numTensors;
  await expect(model.probabilities(split)).rejects.toThrow(message);
  await expect(model.probabilities(split)).rejects.toThrow(InvalidModelError);
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses a gradient attack on token ids', async () => {
  const embedding = tfl.layers.embedding({ inputDim: 4, outputDim: 2, embeddingsInitializer: 'ones' });
  const model = classifier(network(embedding, tfl.layers.flatten(), dense(3)), { name: 'words', inputRange: [0, 3] });
  const attempt = fgsm.run(model, split, { epsilon: 1 });
  await expect(attempt).rejects.toThrow('"words" has no gradient with respect to its input');
});
