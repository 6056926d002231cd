import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { initializers, LayersModel, layers, networkOf, sequential, tf } from '../../src/layers.ts';
import { classifier } from '../../src/models/index.ts';
import { sampleSplit } from './models/sample.ts';

beforeAll(() => startEngine().then(() => undefined));

test('a classifier made of these layers predicts, and networkOf returns its layers and logits', async () => {
  const kernelInitializer = initializers.heUniform({ seed: 1 });
  const built = sequential({ name: 'own', layers: [layers.dense({ units: 3, inputShape: [4], kernelInitializer })] });
  const split = sampleSplit({ itemShape: [4], size: 5 });
  const { model, logits } = networkOf(classifier(built));
  expect(model).toBe(built);
  expect(model).toBeInstanceOf(LayersModel);
  const predicted = tf.tidy(() => tf.argMax(logits(tf.tensor2d(split.inputs, [5, 4])), 1).dataSync());
  expect([...(await classifier(built).predictions(split))]).toEqual([...predicted]);
});
