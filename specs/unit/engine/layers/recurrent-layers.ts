import fc from 'fast-check';
import { expect } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import { compared, expectGradientByDifferences, expectSameOnBothEngines, randomTensor } from '../both-engines.ts';
import { outputAndGradients } from './gradients-of.ts';

type Layer = ReturnType<typeof tfl.layers.lstm>;
/** Builds a recurrent layer from its options. */
export type Builder = (options: Readonly<Record<string, unknown>>) => Layer;

const between = (min: number, max: number) => fc.integer({ min, max });
const sizes = { batch: between(1, 9), steps: between(1, 6), inputs: between(1, 20), units: between(1, 19) };
const options = {
  recurrentActivation: fc.constantFrom('sigmoid' as const, 'hardSigmoid' as const),
  returnSequences: fc.boolean(),
  goBackwards: fc.boolean(),
  useBias: fc.boolean(),
};
/** Initial values that need no seed; the specs set the weights. */
export const constant = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros' } as const;

/** A mask [batch, steps] in which about two steps of three count, and none of the first input. */
export function randomMask(batch: number, steps: number, seed: number): Tensor {
  return tf.tidy(() => {
    const row = tf.reshape(tf.cast(tf.greater(tf.range(0, batch), 0), 'float32'), [batch, 1]);
    return tf.cast(tf.mul(tf.cast(tf.greater(randomTensor([batch, steps], seed), -0.3), 'float32'), row), 'bool');
  });
}

/** Rows [batch, steps, inputs] of which only a few differ, like the embeddings of a text. */
function repeatedRows([batch, steps, inputs]: number[], seed: number): Tensor {
  const ids = tf.floor(tf.mul(2.5, tf.add(1, randomTensor([batch * steps], seed)))); // 0 to 4
  return tf.reshape(tf.gather(randomTensor([5, inputs], seed + 1), tf.cast(ids, 'int32')), [batch, steps, inputs]);
}

/** Expects output and gradients of the stock layer on the JavaScript engine, with options, sizes and masks drawn at random. */
export async function expectStockLayer(build: Builder, numRuns: number): Promise<void> {
  const drawn = fc.record({ ...sizes, seed: fc.integer(), masked: fc.boolean(), repeated: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(drawn, fc.record(options), ({ batch, steps, inputs, units, seed, masked, repeated }, chosen) =>
      expectSameOnBothEngines(() => {
        const shape = [batch, steps, inputs];
        const x = tf.mul(3, repeated ? repeatedRows(shape, seed) : randomTensor(shape, seed));
        const mask = masked ? randomMask(batch, steps, seed) : undefined;
        return outputAndGradients(build({ units, ...constant, ...chosen }), x, true, seed, mask);
      }, 1e-5),
    ),
    { numRuns },
  );
}

/** Expects the gradients of a masked sequence to equal difference quotients, on the compared engine. */
export async function expectGradients(build: Builder): Promise<void> {
  await startEngine(compared);
  tf.tidy(() => {
    const layer = build({ units: 3, ...constant, recurrentActivation: 'sigmoid', returnSequences: true });
    const x = randomTensor([2, 4, 2], 1);
    const mask = tf.tensor([1, 1, 0, 1, 0, 1, 1, 0], [2, 4], 'bool');
    layer.apply(x);
    layer.setWeights(layer.weights.map(({ shape }, i) => randomTensor(shape as number[], i + 2)));
    expectGradientByDifferences((input) => layer.apply(input, { mask }) as Tensor, [x], 0.01);
    layer.dispose();
  });
}

/** Expects an input's outputs to have the same bits alone and in a batch, and with a gradient and without, also where masked. */
export async function expectSameBitsInBatch(build: Builder): Promise<void> {
  await startEngine(compared);
  tf.tidy(() => {
    const layer = build({ units: 24, ...constant, recurrentActivation: 'sigmoid', returnSequences: true });
    const one = randomTensor([1, 7, 18], 1);
    const masks = [undefined, tf.tensor([1, 1, 0, 1, 1, 0, 0], [1, 7], 'bool')];
    layer.apply(one);
    layer.setWeights(layer.weights.map(({ shape }, i) => randomTensor(shape as number[], i + 2)));
    const others = randomTensor([3, 7, 18], 9);
    for (const mask of masks) {
      const of = (x: Tensor, m?: Tensor) => (layer.apply(x, m ? { mask: m } : {}) as Tensor).dataSync();
      const alone = of(one, mask);
      const repeated = of(tf.concat([one, one, one, one], 0), mask && tf.tile(mask as tf.Tensor2D, [4, 1]));
      expect(repeated.slice(-alone.length)).toEqual(alone);
      const allSteps = mask && tf.concat([mask, tf.onesLike(tf.tile(mask as tf.Tensor2D, [3, 1]))], 0);
      expect(of(tf.concat([one, others], 0), allSteps).slice(0, alone.length)).toEqual(alone);
      let taped: Float32Array | undefined;
      tf.grad((x) => {
        const y = layer.apply(x, mask ? { mask } : {}) as Tensor;
        taped = y.dataSync() as Float32Array;
        return tf.sum(y);
      })(one);
      expect(taped).toEqual(alone);
    }
    layer.dispose();
  });
}
