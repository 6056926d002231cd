import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pgd } from '../../../../../src/attacks/index.ts';
import { startEngine } from '../../../../../src/engine/index.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor } from '../../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../../src/errors.ts';
import { classifier } from '../../../../../src/models/index.ts';
import type { Layer } from '../../../../../src/models/network/layers.ts';
import { dropoutSamples } from '../../../../../src/models/network/posterior.ts';
import { createRandom } from '../../../../../src/random/index.ts';
import { dense, largestDifference, sampleSplit } from '../../sample.ts';

beforeAll(() => startEngine('wasm'));

const { activation, average, add, multiply, maximum, minimum, concatenate, batchNormalization, dropout, flatten } =
  tfl.layers;
const { globalAveragePooling2d, permute, reLU, reshape, softmax, timeDistributed, conv2d, repeatVector } = tfl.layers;
const split = sampleSplit({ itemShape: [4], size: 6 });
const kernelInitializer = tfl.initializers.glorotUniform({ seed: 3 });

const models: LayersModel[] = [];
afterEach(() => models.splice(0).forEach((model) => model.dispose()));

/** A network on items [4]: layers in a row. */
const chain = (...layers: Layer[]): LayersModel => {
  const input = tfl.input({ shape: [4] });
  const outputs = layers.reduce((symbol, layer) => layer.apply(symbol) as SymbolicTensor, input);
  models.push(tfl.model({ inputs: input, outputs }));
  return models[models.length - 1];
};
/** A network whose last layer merges members that end in these layers. */
const merged = (merge: Layer, ...members: Layer[][]): LayersModel => {
  const input = tfl.input({ shape: [4] });
  const ends = members.map((layers) => layers.reduce((symbol, layer) => layer.apply(symbol) as SymbolicTensor, input));
  models.push(tfl.model({ inputs: input, outputs: merge.apply(ends) as SymbolicTensor }));
  return models[models.length - 1];
};
const logitsOf = (model: LayersModel, x?: Tensor): number[] =>
  tf.tidy(() =>
    Array.from(
      classifier(model)
        .logits(x ?? tf.tensor(split.inputs, [6, 4]))
        .dataSync(),
    ),
  );
const outputsOf = (model: LayersModel): number[] =>
  tf.tidy(() => Array.from((model.predict(tf.tensor(split.inputs, [6, 4])) as Tensor).dataSync()));
const linear = { activation: 'linear' as const };

describe('a softmax is bypassed', () => {
  const tails: [string, () => Layer[]][] = [
    ['a reshaping', () => [dense(3, 'softmax'), reshape({ targetShape: [3] })]],
    [
      'reshapings over several axes',
      () => [dense(3, 'softmax'), reshape({ targetShape: [1, 3, 1] }), permute({ dims: [2, 1, 3] }), flatten()],
    ],
    ['a linear activation', () => [dense(3, 'softmax'), activation(linear)]],
    [
      'an activation that changes no probability',
      () => [dense(3, 'softmax'), reLU(), activation({ activation: 'relu' })],
    ],
    ['dropout', () => [dense(3), softmax(), dropout({ rate: 0.5 })]],
    [
      'a repetition and its mean',
      () => [dense(3, 'softmax'), repeatVector({ n: 1 }), tfl.layers.globalAveragePooling1d()],
    ],
    ['a second softmax', () => [dense(3, 'softmax'), softmax(), activation({ activation: 'softmax' })]],
    ['nothing, as a log-softmax', () => [dense(3), activation({ activation: 'logSoftmax' as never })]],
    [
      'a log-softmax and a reshaping',
      () => [dense(3), softmax(), activation({ activation: 'logSoftmax' as never }), reshape({ targetShape: [3] })],
    ],
    ['a dense layer over one position', () => [reshape({ targetShape: [1, 4] }), dense(3, 'softmax'), flatten()]],
    [
      'a wrapped dense layer',
      () => [reshape({ targetShape: [1, 4] }), timeDistributed({ layer: dense(3, 'softmax') }), flatten()],
    ],
    [
      'a dense layer in two wrappers',
      () => [
        reshape({ targetShape: [1, 1, 4] }),
        timeDistributed({ layer: timeDistributed({ layer: dense(3, 'softmax') }) }),
        flatten(),
      ],
    ],
    [
      'a softmax in two wrappers',
      () => [
        ...[dense(3), reshape({ targetShape: [1, 1, 3] })],
        ...[timeDistributed({ layer: timeDistributed({ layer: softmax({ axis: 1 }) }) }), flatten()],
      ],
    ],
  ];
  test.each(tails)('behind %s', (_, layers) => {
    const expected = logitsOf(chain(dense(3)));
    const wrapped = classifier(chain(...layers()));
    expect(largestDifference(logitsOf(wrapped.model), expected)).toBeLessThan(1e-6);
  });

  test('for draws by dropout too', async () => {
    const settings = { draws: 2, dropoutRate: null };
    const drawsOf = (...layers: Layer[]) =>
      dropoutSamples(classifier(chain(...layers)), split, settings, createRandom(1));
    const expected = await drawsOf(dense(3));
    const tail = [reshape({ targetShape: [3] }), dropout({ rate: 0.5 })];
    for (const [draw, { data }] of (await drawsOf(dense(3, 'softmax'), ...tail)).entries())
      expect(largestDifference(data, expected[draw].data)).toBeLessThan(1e-6);
  });

  test('in a convolution over one place', () => {
    const layers = (end: 'softmax' | 'linear'): Layer[] => [
      reshape({ targetShape: [1, 1, 4] }),
      conv2d({ filters: 3, kernelSize: 1, activation: end, kernelInitializer }),
      flatten(),
    ];
    expect(largestDifference(logitsOf(chain(...layers('softmax'))), logitsOf(chain(...layers('linear'))))).toBe(0);
  });

  test('so an attack breaks saturated probabilities as it breaks logits', async () => {
    const saturated = (...layers: Layer[]): LayersModel => {
      const model = chain(dense(3), ...layers);
      model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 1000)));
      return model;
    };
    const inputs = sampleSplit({ itemShape: [4], size: 30 });
    const labels = await classifier(saturated()).predictions(inputs);
    const broken = async (model: LayersModel) =>
      (await pgd.run(classifier(model), { ...inputs, labels }, { epsilon: 0.3, seed: 1 })).broken;
    const expected = await broken(saturated());
    expect(expected).toContain(1);
    expect(await broken(saturated(softmax(), reshape({ targetShape: [3] })))).toEqual(expected);
  });
});

describe('an ensemble has the logits of its combined probabilities', () => {
  const member = (units: number): Layer[] => [dense(units, 'relu'), dense(3, 'softmax')];
  test.each([
    ['average', average],
    ['sum', add],
    ['product', multiply],
    ['maximum', maximum],
    ['minimum', minimum],
  ])('as %s', (_, merge) => {
    const model = merged(merge(), member(5), member(6), [...member(7), reshape({ targetShape: [3] })]);
    const outputs = outputsOf(model);
    const sums = Array.from({ length: 6 }, (__, row) => outputs.slice(3 * row, 3 * row + 3).reduce((a, b) => a + b));
    const expected = outputs.map((value, i) => value / sums[Math.floor(i / 3)]);
    const probabilities = tf.tidy(() => tf.softmax(tf.tensor2d(logitsOf(model), [6, 3])).dataSync());
    expect(largestDifference(probabilities, expected)).toBeLessThan(1e-6);
  });

  test.each([
    ['average', average],
    ['product', multiply],
    ['maximum', maximum],
    ['minimum', minimum],
  ])('as %s of the probability of one class', (_, merge) => {
    const model = merged(
      merge(),
      [dense(1, 'sigmoid')],
      [dense(2, 'relu'), dense(1, 'sigmoid')],
      [dense(1, 'sigmoid')],
    );
    const probabilities = tf.tidy(() => tf.softmax(tf.tensor2d(logitsOf(model), [6, 2])).dataSync());
    const expected = outputsOf(model).flatMap((p) => [1 - p, p]);
    expect(largestDifference(probabilities, expected)).toBeLessThan(1e-6);
  });

  test('exactly where a product of probabilities is close to 1', () => {
    const input = tfl.input({ shape: [1] });
    const members = [1, 2].map(() => activation({ activation: 'sigmoid' }).apply(input) as SymbolicTensor);
    const outputs = multiply().apply(members) as SymbolicTensor;
    const [rest, product] = logitsOf(tfl.model({ inputs: input, outputs }), tf.tensor2d([[30]]));
    expect(product - rest).toBeCloseTo(30 - Math.log(2), 4); // 1 − p² is twice 1 − p
  });

  test('of members behind a second softmax', () => {
    const model = merged(minimum(), [dense(3, 'softmax'), softmax()], [dense(3), softmax(), softmax()]);
    const outputs = outputsOf(model);
    const probabilities = tf.tidy(() => tf.softmax(tf.tensor2d(logitsOf(model), [6, 3])).dataSync());
    const sums = Array.from({ length: 6 }, (_, row) => outputs.slice(3 * row, 3 * row + 3).reduce((a, b) => a + b));
    const expected = outputs.map((value, i) => value / sums[Math.floor(i / 3)]);
    expect(largestDifference(probabilities, expected)).toBeLessThan(1e-6);
  });

  test('where its members share their last layers', () => {
    const input = tfl.input({ shape: [4] });
    const shared = chain(dense(3, 'softmax'));
    const mirrored = reshape({ targetShape: [4] }).apply(input) as SymbolicTensor;
    const members = [input, mirrored, input].map((symbol) => shared.apply(symbol) as SymbolicTensor);
    const outputs = average().apply([...members, members[0]]) as SymbolicTensor;
    const probabilities = tf.tidy(() =>
      tf.softmax(tf.tensor2d(logitsOf(tfl.model({ inputs: input, outputs })), [6, 3])).dataSync(),
    );
    expect(largestDifference(probabilities, outputsOf(shared))).toBeLessThan(1e-6);
  });

  test('where a layer of the user has the name of an added one', () => {
    const ends = (name: string): Layer => tfl.layers.flatten({ name });
    const taken = Array.from({ length: 12 }, (_, i) => ends(`flatten_Flatten${i + 1}`));
    const last = dense(3, 'softmax');
    last.name = 'end';
    const inner = dense(4);
    inner.name = 'end_logits';
    expect(
      logitsOf(chain(inner, ...taken, reshape({ targetShape: [1, 4] }), last, flatten({ name: 'own' }))),
    ).toHaveLength(18);
  });

  test('as the mean of a softmax over places', () => {
    const layers = [
      reshape({ targetShape: [2, 2, 1] }),
      conv2d({ filters: 3, kernelSize: 1, activation: 'softmax', kernelInitializer }),
      globalAveragePooling2d({}),
    ];
    const model = chain(...layers);
    const probabilities = tf.tidy(() => tf.softmax(tf.tensor2d(logitsOf(model), [6, 3])).dataSync());
    expect(largestDifference(probabilities, outputsOf(model))).toBeLessThan(1e-6);
  });

  test('finite and with gradients where all probabilities saturate', () => {
    const model = merged(average(), member(5), member(6));
    model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 100)));
    const { logits } = classifier(model);
    tf.tidy(() => {
      const lead = (x: Tensor): Tensor =>
        tf.sub(tf.slice(logits(x), [0, 0], [1, 1]), tf.slice(logits(x), [0, 1], [1, 1]));
      const x = tf.tensor2d([[0.9, 0.1, 0.4, 0.6]]);
      const gradient = tf.grad((at) => tf.sum(lead(at)))(x);
      const moved = (sign: number): number => lead(tf.add(x, tf.mul(gradient, sign * 1e-7))).dataSync()[0];
      const expected = tf.sum(tf.square(gradient)).dataSync()[0];
      expect(expected).toBeGreaterThan(1000);
      expect((moved(1) - moved(-1)) / 2e-7 / expected).toBeCloseTo(1, 1);
    });
  });

  test('and features of all members', async () => {
    const { columns } = await classifier(merged(average(), member(5), member(6))).features(split);
    expect(columns).toBe(11);
  });
});

describe('a model is refused', () => {
  test.each<[string, () => LayersModel, RegExp]>([
    [
      'that computes on probabilities',
      () => chain(dense(3, 'softmax'), batchNormalization()),
      /computes on probabilities in the layer "batch_.*" \(BatchNormalization\)/,
    ],
    [
      'that joins probabilities',
      () => merged(concatenate(), [dense(2, 'softmax')], [dense(3, 'softmax')]),
      /computes on probabilities in the layer "concat/,
    ],
    [
      'that adds probabilities of one class',
      () => merged(add(), [dense(1, 'sigmoid')], [dense(1, 'sigmoid')]),
      /computes on probabilities in the layer "add/,
    ],
    [
      'that joins the probability of one class with those of two',
      () => merged(average(), [dense(1, 'sigmoid')], [dense(2, 'softmax')]),
      /computes on probabilities in the layer "average/,
    ],
    [
      'that exchanges classes by a permutation',
      () => chain(dense(4, 'softmax'), reshape({ targetShape: [2, 2] }), permute({ dims: [2, 1] }), flatten()),
      /computes on probabilities in the layer "permute/,
    ],
    [
      'that exchanges classes by flattening',
      () => chain(dense(4, 'softmax'), reshape({ targetShape: [2, 2] }), flatten({ dataFormat: 'channelsFirst' })),
      /computes on probabilities in the layer "flatten/,
    ],
    [
      'that mixes probabilities and logits',
      () => merged(average(), [dense(3, 'softmax')], [dense(3)]),
      /computes on probabilities/,
    ],
    [
      'with another activation behind a softmax',
      () => chain(dense(3, 'softmax'), activation({ activation: 'tanh' })),
      /\(Activation\)/,
    ],
    [
      'with a softmax per group of outputs',
      () => chain(dense(6), reshape({ targetShape: [2, 3] }), softmax(), flatten()),
      /computes on probabilities|part of its outputs/,
    ],
    ['with a softmax over one unit', () => chain(dense(1, 'softmax')), /softmax over one unit .*, which is constant/],
    [
      'with a sigmoid per class',
      () => chain(dense(3, 'sigmoid'), reshape({ targetShape: [3] })),
      /ends in a sigmoid \(layer "dense_.*"\)\.\n.*several labels/,
    ],
    [
      'with one hard sigmoid',
      () => chain(dense(1), activation({ activation: 'hardSigmoid' })),
      /ends in a hardSigmoid/,
    ],
    [
      'whose dense layer sums probabilities to probabilities',
      () => {
        const model = chain(
          dense(4, 'softmax'),
          tfl.layers.dense({ units: 2, useBias: false, kernelInitializer: 'zeros' }),
        );
        const last = model.layers[model.layers.length - 1];
        last.setWeights([tf.tensor2d([1, 0, 1, 0, 0, 1, 0, 1], [4, 2])]);
        return model;
      },
      /ends in probabilities that the layer "dense_.*" computes/,
    ],
    [
      'whose own layer computes probabilities',
      () => chain(dense(3), new Normalised()),
      /ends in probabilities that the layer/,
    ],
  ])('%s', (_, build, message) => {
    const refused = (): unknown => classifier(build());
    expect(refused).toThrow(InvalidModelError);
    expect(refused).toThrow(message);
  });

  test('but not one with a softmax inside', () => {
    expect(() => classifier(chain(dense(4, 'softmax'), dense(3)))).not.toThrow();
  });
});

/** A layer of a user that divides exponentials by their sum. */
class Normalised extends tfl.layers.Layer {
  static readonly className = 'Normalised';
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.softmax([inputs].flat()[0]);
  }
}
