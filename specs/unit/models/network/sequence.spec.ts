import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor } from '../../../../src/engine/tensors.ts';
import { sequenceOf } from '../../../../src/models/network/sequence.ts';
import { compared, expectClose, randomTensor } from '../../engine/both-engines.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const padding = fc.constantFrom('same' as const, 'valid' as const);
const activation = fc.constantFrom('relu' as const, 'linear' as const);
const images = fc.record({
  batch: between(1, 70),
  shape: fc.tuple(between(9, 17), between(9, 19), between(1, 3)),
  convolutions: fc.array(
    fc.record({
      ...{ filters: between(1, 9), kernelSize: between(1, 3), strides: between(1, 2), useBias: fc.boolean() },
      ...{ padding, activation },
    }),
    { minLength: 1, maxLength: 2 },
  ),
  pooling: fc.option(fc.record({ poolSize: between(1, 3), strides: between(1, 2), padding })),
  units: fc.array(fc.record({ units: between(1, 20), activation, useBias: fc.boolean() }), { maxLength: 2 }),
  seed: fc.integer(),
});

type Images = typeof images extends fc.Arbitrary<infer T> ? T : never;

/** A network that returns every intermediate output. It ends in its dense layers or, without any, in its flattened images. */
function networkOf({ shape, convolutions, pooling, units, seed }: Images): LayersModel {
  const input = tfl.input({ shape: [...shape] });
  const outputs: SymbolicTensor[] = [];
  let last = input;
  const add = (layer: InstanceType<typeof tfl.layers.Layer>): void => {
    last = layer.apply(last) as SymbolicTensor;
    outputs.push(last);
  };
  for (const options of convolutions) {
    add(tfl.layers.conv2d({ ...options, kernelInitializer: 'zeros' }));
    if (pooling) add(tfl.layers.maxPooling2d(pooling));
  }
  add(tfl.layers.flatten());
  add(tfl.layers.dropout({ rate: 0.5 }));
  for (const options of units) add(tfl.layers.dense({ ...options, kernelInitializer: 'zeros' }));
  const network = tfl.model({ inputs: input, outputs });
  network.setWeights(network.getWeights().map(({ shape: of }, i) => randomTensor(of, seed + i)));
  return network;
}

/** Whether something is left of the images behind every convolution and pooling. */
function fits({ shape, convolutions, pooling }: Images): boolean {
  const windows = convolutions.flatMap(({ kernelSize, ...other }) => {
    const pool = pooling ? [{ size: pooling.poolSize, strides: pooling.strides, padding: pooling.padding }] : [];
    return [{ size: kernelSize, strides: other.strides, padding: other.padding }, ...pool];
  });
  return shape.slice(0, 2).every((side) => {
    const lengths = [side];
    for (const { size, strides, padding: pad } of windows) {
      const [length] = lengths.slice(-1);
      lengths.push(pad === 'same' ? Math.ceil(length / strides) : Math.floor((length - size) / strides) + 1);
    }
    return lengths.every((length) => length > 0);
  });
}

/** Options of a convolution, without number and size of its filters. */
const plain = { strides: 1, useBias: true, padding: 'same', activation: 'relu' } as const;

const values = (tensors: Tensor[]) => tensors.map((tensor) => [tensor.shape, ...tensor.dataSync()]);

describe('a network as a sequence', () => {
  test('gives bit for bit the outputs of its layers, for all outputs and for the last one', async () => {
    await startEngine(compared);
    fc.assert(
      fc.property(images, (drawn) =>
        tf.tidy(() => {
          fc.pre(fits(drawn));
          const network = networkOf(drawn);
          const x = randomTensor([drawn.batch, ...drawn.shape], drawn.seed - 1);
          const expected = network.apply(x, { training: false }) as Tensor[];
          const last = tfl.model({ inputs: network.inputs, outputs: network.outputs.slice(-1) });
          expect(values(sequenceOf(network)(x) ?? [])).toEqual(values(expected));
          expect(values(sequenceOf(last)(x) ?? [])).toEqual(values(expected.slice(-1)));
          network.dispose();
        }),
      ),
      { numRuns: 30 },
    );
  });

  test('gives the mean per channel on request', async () => {
    await startEngine(compared);
    const drawn = { ...plain, filters: 5, kernelSize: 3 };
    const network = networkOf({
      ...{ batch: 3, shape: [12, 14, 1], convolutions: [drawn, drawn], units: [], seed: 3 },
      pooling: { poolSize: 2, strides: 2, padding: 'valid' },
    });
    const [convolution] = network.outputs;
    tf.tidy(() => {
      const x = randomTensor([3, 12, 14, 1], 1);
      const [means] = sequenceOf(tfl.model({ inputs: network.inputs, outputs: convolution }), 'means')(x) ?? [];
      const [whole] = network.apply(x, { training: false }) as Tensor[];
      const expected = [...tf.mul(tf.sum(tf.reshape(whole, [3, -1, 5]), 1), 1 / 168).dataSync()];
      if (compared === 'wasm') expect([...means.dataSync()]).toEqual(expected);
      else expectClose([...means.dataSync()], expected, 1e-6);
    });
    network.dispose();
  });

  test('is the same layer by layer if there are too many weights', async () => {
    await startEngine(compared);
    const drawn = { ...plain, filters: 40, kernelSize: 5 };
    const network = networkOf({
      ...{ batch: 2, shape: [9, 11, 3], convolutions: [drawn, drawn], units: [], seed: 3, pooling: null },
    });
    tf.tidy(() => {
      const x = randomTensor([2, 9, 11, 3], 1);
      const expected = network.apply(x, { training: false }) as Tensor[];
      expect(values(sequenceOf(network)(x) ?? [])).toEqual(values(expected));
    });
    network.dispose();
  });

  test.each([
    ['small', [16, 24], [11, 14, 8], 70],
    ['too large to store', [384, 256, 8], [8, 8, 256], 3],
  ] as const)(
    'gives the bits of its layers where these convolve by tiles, with %s filters',
    async (_, filters, shape, batch) => {
      await startEngine(compared);
      for (const pooling of [null, { poolSize: 2, strides: 2, padding: 'valid' as const }]) {
        const network = networkOf({
          ...{ batch, shape: [...shape], pooling, units: [{ units: 5, activation: 'relu', useBias: true }], seed: 3 },
          convolutions: filters.map((count) => ({ ...plain, filters: count, kernelSize: 3 })),
        });
        const last = tfl.model({ inputs: network.inputs, outputs: network.outputs.slice(-1) });
        tf.tidy(() => {
          const x = randomTensor([batch, ...shape], 1);
          const [expected] = (network.apply(x, { training: false }) as Tensor[]).slice(-1);
          expect(values(sequenceOf(last)(x) ?? [])).toEqual(values([expected]));
        });
        network.dispose();
      }
    },
  );

  test('leaks no tensor', async () => {
    await startEngine(compared);
    const drawn = { ...plain, filters: 8, kernelSize: 3 };
    const network = networkOf({
      ...{
        batch: 256,
        shape: [28, 28, 1],
        convolutions: [drawn],
        units: [{ units: 3, activation: 'linear', useBias: true }],
      },
      ...{ pooling: null, seed: 3 },
    });
    const run = sequenceOf(tfl.model({ inputs: network.inputs, outputs: network.outputs.slice(-1) }));
    const before = tf.memory().numTensors;
    tf.tidy(() => void run(tf.zeros([256, 28, 28, 1])));
    expect(tf.memory().numTensors).toBe(before);
    network.dispose();
  });
});

describe('no sequence runs', () => {
  const linear = (units: number) => tfl.layers.dense({ units, kernelInitializer: 'zeros' });
  const first = () => tfl.layers.dense({ units: 4, inputShape: [4], kernelInitializer: 'zeros' });
  const x = () => tf.ones([2, 4]);

  test('while gradients are recorded, if a layer is observed or replaced, or for inputs of another shape', async () => {
    await startEngine(compared);
    const network = tfl.sequential({ layers: [first(), linear(2)] });
    const run = sequenceOf(network);
    tf.tidy(() => {
      expect(run(x())).toHaveLength(1);
      expect(run(tf.ones([2, 5]))).toBeUndefined();
      expect(run(tf.ones([2, 4], 'int32'))).toBeUndefined();
      tf.grad((input: Tensor) => {
        expect(run(input)).toBeUndefined();
        return tf.sum(network.apply(input) as Tensor);
      })(x());
      network.layers[0].setCallHook(() => {});
      expect(run(x())).toBeUndefined();
      network.layers[0].clearCallHook();
      network.layers[1].call = () => tf.zeros([2, 2]);
      expect(run(x())).toBeUndefined();
    });
    network.dispose();
  });

  test.each([
    ['another activation', tfl.layers.activation({ activation: 'tanh' })],
    ['a normalisation', tfl.layers.batchNormalization()],
    ['a dense layer over positions', tfl.layers.reshape({ targetShape: [2, 2] })],
  ])('with %s', async (_, layer) => {
    await startEngine(compared);
    const network = tfl.sequential({ layers: [first(), layer, linear(2)] });
    tf.tidy(() => {
      expect(sequenceOf(network)(x())).toBeUndefined();
    });
    network.dispose();
  });

  test('with branching layers', async () => {
    await startEngine(compared);
    const input = tfl.input({ shape: [4] });
    const sum = tfl.layers.add().apply([linear(2).apply(input), linear(2).apply(input)] as SymbolicTensor[]);
    const network = tfl.model({ inputs: input, outputs: sum as SymbolicTensor });
    tf.tidy(() => {
      expect(sequenceOf(network)(x())).toBeUndefined();
    });
    network.dispose();
  });
});
