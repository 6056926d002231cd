import { defineArchitecture } from './define.ts';
import { convolution, dense, image, maxPooling } from './layers/blocks.ts';
import { tfl } from '../engine/tensors.ts';

/**
 * LeNet-1: two 5 × 5 convolutions (4 and 12 filters, `valid`) with ReLU, each followed by max pooling, then the classes.
 *
 * Items are images [height, width, channels] of at least 16 × 16; the outputs are logits. 3,246 weights on 28 × 28 × 1.
 * Differs from the source, as is usual today: max instead of average pooling, full connections, ReLU.
 * @see LeCun et al. 1990, Handwritten digit recognition with a back-propagation network, NIPS 2
 */
export const leNet1 = defineArchitecture({
  name: 'leNet1',
  accepts: image(16),
  layers: ({ classes }) => [
    convolution(4, 'valid'),
    maxPooling(),
    convolution(12, 'valid'),
    maxPooling(),
    tfl.layers.flatten(),
    dense(classes),
  ],
});
