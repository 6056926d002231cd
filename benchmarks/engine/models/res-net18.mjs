import { tfl } from '../../../dist/src/engine/tensors.js';
import { classifier } from '../../../dist/src/models/index.js';
import { blocks } from './convolutions.mjs';

/**
 * ResNet18 for CIFAR, 32 × 32 × 3: a 3 × 3 convolution, then two residual blocks each of 64, 128, 256 and 512 channels, the mean per
 * channel and a dense layer of 10 classes. The first block of a stage but the first halves the image; its shortcut is a 1 × 1
 * convolution.
 *
 * @see He et al. 2016, arXiv:1512.03385
 */
export function resNet18() {
  const { convolution, normalised, rectified, dense } = blocks();
  const plain = (x, filters, kernelSize, strides) =>
    normalised(convolution(x, filters, kernelSize, { strides, useBias: false }));
  return network('resNet18', (input) => {
    const first = rectified(plain(input, 64, 3, 1));
    const last = inBlocks(first, (x, filters, strides, narrow) => {
      const second = plain(rectified(plain(x, filters, 3, strides)), filters, 3, 1);
      return rectified(sum(second, narrow ? plain(x, filters, 1, strides) : x));
    });
    return dense(means(last), 10);
  });
}

/**
 * The same with batch normalisation and ReLU in front of the convolutions.
 *
 * @see He et al. 2016, arXiv:1603.05027
 */
export function preActResNet18() {
  const { convolution, normalised, rectified, dense } = blocks();
  const active = (x) => rectified(normalised(x));
  const plain = (x, filters, kernelSize, strides) => convolution(x, filters, kernelSize, { strides, useBias: false });
  return network('preActResNet18', (input) => {
    const last = inBlocks(plain(input, 64, 3, 1), (x, filters, strides, narrow) => {
      const activated = active(x);
      const second = plain(active(plain(activated, filters, 3, strides)), filters, 3, 1);
      return sum(second, narrow ? plain(activated, filters, 1, strides) : x);
    });
    return dense(means(active(last)), 10);
  });
}

function network(name, build) {
  const input = tfl.input({ shape: [32, 32, 3] });
  return classifier(tfl.model({ name, inputs: input, outputs: build(input) }));
}

/** Adds eight blocks; `narrow` is whether the input has fewer channels than the output. */
function inBlocks(first, block) {
  return [64, 128, 256, 512].reduce((x, filters, stage) => {
    const halving = stage > 0;
    return block(block(x, filters, halving ? 2 : 1, halving), filters, 1, false);
  }, first);
}

const sum = (...summands) => tfl.layers.add().apply(summands);
const means = (x) => tfl.layers.globalAveragePooling2d({}).apply(x);
