import { tf, type Tensor } from '../../../../src/engine/tensors.ts';
import type { Matrix } from '../../../../src/matrix/matrix.ts';
import { difference, demand, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';
import { subset } from '../../../../src/splits/index.ts';

/** Predictions: as stock TensorFlow.js computes them, and the same bits for an input alone and in a batch. */
export async function checkPredictions({ zoo, network, split, stock }: Subject): Promise<Finding[]> {
  const { probabilities = zoo.head === 'softmax' } = zoo;
  return [
    await demand('predictions', async () => {
      if (stock.outputs === undefined) return `stock TensorFlow.js: ${stock.error}`;
      const expected = probabilities ? stock.outputs : softmax(stock.outputs, network.classes);
      return difference((await network.probabilities(split)).data, expected, 2e-5);
    }),
    await demand('log probabilities', async () => {
      if (stock.outputs === undefined || probabilities) return undefined;
      const { data } = await network.predict(Float32Array.from(split.inputs), split.size);
      return difference(logSoftmax(data, network.classes), logSoftmax(stock.outputs, network.classes), 2e-5);
    }),
    await demand('one input alone', async () => {
      const together = await network.probabilities(split);
      for (let item = 0; item < split.size; item++) {
        const alone = await network.probabilities(subset(split, [item]));
        const row = together.data.slice(item * together.columns, (item + 1) * together.columns);
        const wrong = difference(alone.data, row, 0);
        if (wrong !== undefined) return `input ${item}: ${wrong}`;
      }
      return undefined;
    }),
    await demand('features', async () => {
      const { features, probabilities: both } = await network.outputs(split);
      return (
        difference(features.data, (await network.features(split)).data, 0) ??
        difference(both.data, (await network.probabilities(split)).data, 0)
      );
    }),
  ];
}

const softmax = (logits: Float32Array, classes: number): ArrayLike<number> =>
  tf.tidy(() => tf.softmax(rows(logits, classes)).dataSync());

/** Logits without the constant that changes no probability. */
const logSoftmax = (logits: Matrix['data'], classes: number): ArrayLike<number> =>
  tf.tidy(() => tf.logSoftmax(rows(logits, classes)).dataSync());

const rows = (values: Matrix['data'], columns: number): Tensor =>
  tf.tensor2d(Float32Array.from(values), [values.length / columns, columns]);
