import { defineArchitecture } from './define.ts';
import { convolution, dense, image, maxPooling } from './layers/blocks.ts';
import { tfl } from '../engine/tensors.ts';

/**
 * LeNet-5: 5 × 5 convolutions (6 filters `same`, 16 filters `valid`) with ReLU and max pooling, then dense layers of
 * 120 and 84 units and the classes.
 *
 * Items are images [height, width, channels] of at least 12 × 12; the outputs are logits. 61,706 weights on 28 × 28 × 1.
 * Differs from the source, as is usual today: max pooling, ReLU, full connections, no radial basis output.
 * @see LeCun et al. 1998, Proceedings of the IEEE 86(11), section II.B
 */
export const leNet5 = defineArchitecture({
  name: 'leNet5',
  accepts: image(12),
  layers: ({ classes }) => [
    convolution(6, 'same'),
    maxPooling(),
    convolution(16, 'valid'),
    maxPooling(),
    tfl.layers.flatten(),
    dense(120, 'relu'),
    dense(84, 'relu'),
    dense(classes),
  ],
});
