import { tfl } from '../../../dist/src/engine/tensors.js';
import { classifier } from '../../../dist/src/models/index.js';
import { blocks } from './convolutions.mjs';

/**
 * Network in network for CIFAR, 32 × 32 × 3: three convolutions (5 × 5, 5 × 5, 3 × 3), each followed by two of 1 × 1, all with ReLU.
 * Pooling and dropout separate the three, and the mean per channel gives 10 classes.
 *
 * @see Lin et al. 2014, arXiv:1312.4400
 */
export function nin() {
  const { convolution } = blocks();
  const input = tfl.input({ shape: [32, 32, 3] });
  const mlp = (x, kernelSize, ...channels) =>
    channels.reduce((y, filters, i) => convolution(y, filters, i === 0 ? kernelSize : 1, { activation: 'relu' }), x);
  const pooled = (pooling, x, seed) =>
    tfl.layers
      .dropout({ rate: 0.5, seed })
      .apply(tfl.layers[pooling]({ poolSize: 3, strides: 2, padding: 'same' }).apply(x));
  const first = pooled('maxPooling2d', mlp(input, 5, 192, 160, 96), 1);
  const second = pooled('averagePooling2d', mlp(first, 5, 192, 192, 192), 2);
  const outputs = tfl.layers.globalAveragePooling2d({}).apply(mlp(second, 3, 192, 192, 10));
  return classifier(tfl.model({ name: 'nin', inputs: input, outputs }));
}
