import { tfl } from '../../../dist/src/engine/tensors.js';

const { layers } = tfl;

/** Returns functions that add layers to a network; the weights of its n-th layer are drawn from seed n. */
export function blocks() {
  let seed = 0;
  const convolution = (x, filters, kernelSize, { strides = 1, useBias = true, activation = 'linear' } = {}) =>
    layers
      .conv2d({
        ...{ filters, kernelSize, strides, useBias, activation },
        padding: 'same',
        kernelInitializer: tfl.initializers.heUniform({ seed: ++seed }),
      })
      .apply(x);
  const normalised = (x) => layers.batchNormalization().apply(x);
  const rectified = (x) => layers.reLU().apply(x);
  const dense = (x, units) =>
    layers.dense({ units, kernelInitializer: tfl.initializers.heUniform({ seed: ++seed }) }).apply(x);
  return { convolution, normalised, rectified, dense };
}
