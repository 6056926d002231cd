import { tf, type Tensor } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import type { Layer, noiseLayers } from './layers.ts';

/** The limit of SELU far below 0, −λα: what alpha dropout puts in place of a dropped value. */
const saturation = -1.7580993408473766;

/** What a noise layer does to a batch, y = x · scale + shift; both are drawn, of the shape that shares them by broadcasting. */
type Draw = (level: number, random: Random) => readonly [scale: number, shift: number];

const drawOf: Readonly<Record<(typeof noiseLayers)[number], Draw>> = {
  Dropout: dropOne,
  SpatialDropout1D: dropOne,
  GaussianDropout: (rate, random) => [rate < 1 ? 1 + Math.sqrt(rate / (1 - rate)) * random.normal() : 1, 0],
  GaussianNoise: (stddev, random) => [1, stddev * random.normal()],
  AlphaDropout: (rate, random) => {
    if (rate >= 1) return [1, 0];
    const a = 1 / Math.sqrt((1 - rate) * (1 + rate * saturation ** 2));
    const b = -a * saturation * rate;
    return random.uniform() < rate ? [0, a * saturation + b] : [a, b];
  },
};
const draws: ReadonlyMap<string, Draw> = new Map(Object.entries(drawOf));

/** @returns whether the layer only adds or multiplies noise in training */
export const isNoiseLayer = (layer: Layer): boolean => draws.has(layer.getClassName());

/** @returns whether the layer is a kind of dropout: its noise has a rate, and stands for a smaller network */
export const isDropout = (layer: Layer): boolean => isNoiseLayer(layer) && layer.getClassName() !== 'GaussianNoise';

/** @returns the rate of a layer of dropout, or the standard deviation of a layer of Gaussian noise */
export function noiseLevel(layer: Layer): number {
  const { rate, stddev } = layer.getConfig() as { rate?: number; stddev?: number };
  return rate ?? stddev ?? 0;
}

/**
 * Adds the noise of a layer, with seeded draws.
 *
 *   Dropout            y = x · m / (1 − rate),            m ~ Bernoulli(1 − rate)
 *   GaussianDropout    y = x · m,                         m ~ N(1, rate / (1 − rate))
 *   GaussianNoise      y = x + e,                         e ~ N(0, level²)
 *   AlphaDropout       y = a (x · m + s (1 − m)) + b,     m ~ Bernoulli(1 − rate), s = −λα of SELU; a and b keep mean and variance
 *
 * A layer of another class, such as a dense one whose inputs are dropped, gets that of Dropout. TensorFlow.js puts −s in
 * place of s in AlphaDropout, which shifts the mean; Keras and the paper are followed here.
 *
 * @param level - the rate, or the standard deviation of Gaussian noise
 * @param shape - of the draws; values along an axis of size 1 share theirs
 * @see Srivastava et al. 2014, Journal of Machine Learning Research 15, sections 4 and 10; Klambauer et al. 2017, arXiv:1706.02515,
 *   section "New dropout technique"
 */
export function addNoise(x: Tensor, layer: Layer, level: number, shape: readonly number[], random: Random): Tensor {
  const draw = draws.get(layer.getClassName()) ?? dropOne;
  const size = tf.util.sizeFromShape([...shape]);
  const [scales, shifts] = [new Float32Array(size), new Float32Array(size)];
  for (let i = 0; i < size; i++) [scales[i], shifts[i]] = draw(level, random);
  return tf.tidy(() => {
    const scaled = tf.mul(x, tf.tensor(scales, [...shape]));
    return shifts.some((shift) => shift !== 0) ? tf.add(scaled, tf.tensor(shifts, [...shape])) : scaled;
  });
}

function dropOne(rate: number, random: Random): readonly [number, number] {
  return [random.uniform() < rate ? 0 : rate < 1 ? 1 / (1 - rate) : 0, 0];
}
