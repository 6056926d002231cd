import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bald, ensemble } from '../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../src/active-learning/index.ts';
import { computeSignals, type View } from '../../../src/signals/index.ts';
import { subset } from '../../../src/splits/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl } from '../../../src/engine/tensors.ts';
import type { Matrix } from '../../../src/matrix/matrix.ts';
import { classifier } from '../../../src/models/index.ts';
import { leNet5, multilayerPerceptron } from '../../../src/architectures/index.ts';
import { layersOf } from '../../../src/models/network/layers.ts';
import { createRandom } from '../../../src/random/index.ts';
import { small, trace } from '../active-learning/clusters.ts';
import { viewOf } from './view.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

beforeAll(() => startEngine('wasm'));

const views: View[] = [];
afterEach(() => views.splice(0).forEach((view) => view.classifier.dispose()));

const disposedLater = (view: View): View => {
  views.push(view);
  return view;
};
const draw = async (view: View, draws: number, dropoutRate: number | null = null): Promise<readonly Matrix[]> =>
  (await computeSignals({ posteriorSamples: { draws, dropoutRate } }, view)).posteriorSamples;

const perceptron = (dropout: number): View =>
  disposedLater({
    ...viewOf({ train: 3000, pool: 2500 }),
    classifier: networkOf(
      multilayerPerceptron.with({ hidden: [16, 8], dropout })({ itemShape: [2], classes: 3, seed: 1 }),
    ),
  });

describe('draws by dropout', () => {
  test('differ from each other and are the same for the same seed', async () => {
    const view = perceptron(0);
    const [first, second, ...rest] = await draw(view, 3);
    expect(rest).toHaveLength(1);
    expect([first.rows, first.columns]).toEqual([2500, 3]);
    expect(second).not.toEqual(first);
    expect(await draw(view, 2)).toEqual([first, second]);
    expect((await draw({ ...view, random: createRandom(9) }, 1))[0]).not.toEqual(first);
  });

  test('do not depend on the order of the pool', async () => {
    const view = perceptron(0.5);
    const [inOrder] = await draw(view, 1);
    const [reversed] = await draw({ ...view, pool: view.pool.toReversed() }, 1);
    for (let i = 0; i < 2500; i++)
      expect(reversed.data.slice(3 * i, 3 * i + 3)).toEqual(inOrder.data.slice(7500 - 3 * i - 3, 7500 - 3 * i));
  });

  test('equal the predictions of the model at a rate of 0', async () => {
    const view = perceptron(0.5);
    const [sample] = await draw(view, 1, 0);
    expect(sample).toEqual(await view.classifier.probabilities(subset(view.split, view.pool)));
  });

  test("use the model's dropout, or 0.1 if it has none, unless a rate is set", async () => {
    const [withDropout, without] = [perceptron(0.5), perceptron(0)];
    expect(await draw(without, 1)).toEqual(await draw(without, 1, 0.1));
    expect(await draw(withDropout, 1)).not.toEqual(await draw(withDropout, 1, 0.1));
    expect(await draw(withDropout, 1, 0.1)).toEqual(await draw(without, 1, 0.1)); // the same weights
  });

  test('drop whole inputs of the last layer and keep the mean of its logits', async () => {
    const linear = networkOf(multilayerPerceptron.with({ hidden: [] })({ itemShape: [2], classes: 2, seed: 1 }));
    const view = disposedLater({ ...viewOf(), classifier: linear });
    const difference = ({ data }: Matrix, i: number): number => Math.log(data[2 * i] / data[2 * i + 1]);
    const clean = await linear.probabilities(subset(view.split, view.pool));
    const samples = await draw(view, 400, 0.25);
    for (const i of [0, 1, 2]) {
      const drawn = samples.map((sample) => difference(sample, i));
      expect(new Set(drawn.map((value) => value.toFixed(4))).size).toBe(4); // either of the two inputs is dropped or kept
      expect(drawn.reduce((a, b) => a + b) / 400).toBeCloseTo(difference(clean, i), 1);
    }
  });

  test('compute the layers before the first dropout once', async () => {
    const model = networkOf(leNet5({ itemShape: [28, 28, 1], classes: 10, seed: 1 }));
    let convolutions = 0;
    let products = 0;
    for (const layer of layersOf(model.model)) {
      const { call } = layer;
      layer.call = (inputs, kwargs) => {
        if (layer.getClassName() === 'Conv2D') convolutions++;
        if (layer.getClassName() === 'Dense') products++;
        return call.call(layer, inputs, kwargs);
      };
    }
    const split = { inputs: new Float32Array(784), itemShape: [28, 28, 1], labels: Int32Array.of(0), size: 1 };
    const view = disposedLater({ ...viewOf(), classifier: model, split, pool: Int32Array.of(0) });
    expect(await draw(view, 10)).toHaveLength(10);
    expect([convolutions, products]).toEqual([2, 30]);
  });

  test('keep batch normalisation in prediction mode and leave no tensor behind', async () => {
    const { dense, batchNormalization, dropout } = tfl.layers;
    const model = tfl.sequential({
      layers: [
        dense({ inputShape: [2], units: 4, kernelInitializer: 'ones' }),
        batchNormalization(),
        dropout({ rate: 0.5 }),
        dense({ units: 3, kernelInitializer: 'ones', activation: 'softmax' }),
      ],
    });
    const view = disposedLater({ ...viewOf(), classifier: classifier(model) });
    const before = model.getWeights().map((weight) => Array.from(weight.dataSync()));
    const tensors = tf.memory().numTensors;
    const samples = await draw(view, 5);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(model.getWeights().map((weight) => Array.from(weight.dataSync()))).toEqual(before);
    expect(samples.every(({ data }) => data.every((p) => p > 0.3 && p < 0.4))).toBe(true); // all classes are equal, whatever is dropped
  });

  test('apply to nested models and keep the branches of other models', async () => {
    const input = tfl.input({ shape: [2] });
    const inner = tfl.sequential({
      layers: [tfl.layers.dense({ inputShape: [2], units: 6, kernelInitializer: 'ones' })],
    });
    const nested = inner.apply(input) as ReturnType<typeof tfl.input>;
    const branch = tfl.layers.dense({ units: 6, kernelInitializer: 'ones' }).apply(input) as typeof nested;
    const joined = tfl.layers.add().apply([nested, branch]) as typeof nested;
    const output = tfl.layers.dense({ units: 3, kernelInitializer: 'ones' });
    const model = tfl.model({ inputs: input, outputs: output.apply(joined) as typeof nested });
    output.setWeights([
      tf.tensor2d(
        Array.from({ length: 18 }, (_, i) => Math.sin(i)),
        [6, 3],
      ),
      tf.zeros([3]),
    ]);
    const view = disposedLater({ ...viewOf(), classifier: classifier(model) });
    const [calm] = await draw(view, 1, 0);
    expect(calm).toEqual(await view.classifier.probabilities(subset(view.split, view.pool)));
    expect(await draw(view, 1, 0.5)).not.toEqual([calm]);
  });

  test('are rejected if the model has nothing to drop', async () => {
    const { conv2d, globalAveragePooling2d } = tfl.layers;
    const model = tfl.sequential({
      name: 'bare',
      layers: [
        conv2d({ inputShape: [4, 4, 1], filters: 3, kernelSize: 3, kernelInitializer: 'ones' }),
        globalAveragePooling2d({}),
      ],
    });
    const split = { inputs: new Float32Array(16), itemShape: [4, 4, 1], labels: Int32Array.of(0), size: 1 };
    const view = disposedLater({ ...viewOf(), classifier: classifier(model), split, pool: Int32Array.of(0) });
    await expect(draw(view, 1)).rejects.toThrow('The model "bare" has neither a dropout layer nor a dense one.');
  });
});

describe('an ensemble', () => {
  const run = { ...small, acquisition: bald.with({ draws: ensemble(3) }) };

  test('is trained by the run on the labelled set and is the same for the same seed', async () => {
    const tasks = new Set<string>();
    const first = await trace({ ...run, progress: ({ task }) => tasks.add(task) });
    expect(await trace(run)).toEqual(first);
    expect(tasks).toContain('train a member');
    expect((await trace({ ...run, acquisition: bald }))[1].selected).not.toEqual(first[1].selected);
    expect((await trace({ ...run, update: 'from-scratch' }))[1].selected).toEqual(first[1].selected);
  });

  test('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await trace(run);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('is rejected outside active learning', async () => {
    const { classifier: model, split } = disposedLater(viewOf());
    await expect(selectForRetraining(model, split, { acquisition: run.acquisition, budget: 5 })).rejects.toThrow(
      'An ensemble of 3 networks is requested outside active learning.',
    );
  });
});
