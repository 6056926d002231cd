import { tfl } from '../../../dist/src/engine/tensors.js';
import { classifier } from '../../../dist/src/models/index.js';
import { blocks } from './convolutions.mjs';

const stages = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/**
 * VGG16 for CIFAR, 32 × 32 × 3: thirteen 3 × 3 convolutions, each with batch normalisation and ReLU, max pooling after each stage,
 * and a dense layer of 10 classes.
 */
export function vgg16() {
  const { convolution, normalised, rectified, dense } = blocks();
  const input = tfl.input({ shape: [32, 32, 3] });
  const last = stages.reduce((x, stage) => {
    const y = stage.reduce((before, filters) => rectified(normalised(convolution(before, filters, 3))), x);
    return tfl.layers.maxPooling2d({ poolSize: 2, strides: 2 }).apply(y);
  }, input);
  const outputs = dense(tfl.layers.flatten().apply(last), 10);
  return classifier(tfl.model({ name: 'vgg16', inputs: input, outputs }));
}
