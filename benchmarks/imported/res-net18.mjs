import { tf, tfl } from '../../dist/src/engine/tensors.js';

const stages = [64, 128, 256, 512];

/**
 * The ResNet-18 of torchvision by hand, with batch normalisation folded into its convolutions, as exporters fold it.
 *
 * @param weights - kernels and biases in the order of the layers below
 */
export function resNet18(weights, { size, classes }) {
  const rest = [...weights];
  const convolution = (x, filters, kernelSize, strides, activation) => {
    const padding = Math.floor(kernelSize / 2);
    // TensorFlow pads strided convolutions at the end only; PyTorch pads both sides
    const isMoved = strides > 1 && padding > 0;
    const padded = isMoved ? tfl.layers.zeroPadding2d({ padding: [padding, padding] }).apply(x) : x;
    const layer = tfl.layers.conv2d({
      filters,
      kernelSize,
      strides,
      activation,
      padding: isMoved ? 'valid' : 'same',
      kernelInitializer: 'zeros',
      biasInitializer: 'zeros',
    });
    return filled(layer, padded);
  };
  const filled = (layer, x) => {
    const result = layer.apply(x);
    layer.setWeights(layer.weights.map(({ shape }) => tf.tensor(rest.shift(), shape)));
    return result;
  };
  const block = (x, filters, strides) => {
    const first = convolution(x, filters, 3, strides, 'relu');
    const second = convolution(first, filters, 3, 1, 'linear');
    const shortcut = strides > 1 ? convolution(x, filters, 1, strides, 'linear') : x;
    return tfl.layers.reLU({}).apply(tfl.layers.add().apply([second, shortcut]));
  };
  const input = tfl.input({ shape: [size, size, 3] });
  const first = convolution(input, stages[0], 7, 2, 'relu');
  const pooled = tfl.layers
    .maxPooling2d({ poolSize: 3, strides: 2 })
    .apply(tfl.layers.zeroPadding2d({ padding: [1, 1] }).apply(first)); // behind a ReLU, zeros are no maxima
  const last = stages.reduce((x, filters, i) => block(block(x, filters, i > 0 ? 2 : 1), filters, 1), pooled);
  const dense = tfl.layers.dense({ units: classes, kernelInitializer: 'zeros', biasInitializer: 'zeros' });
  return tfl.model({
    inputs: input,
    outputs: filled(dense, tfl.layers.globalAveragePooling2d({}).apply(last)),
  });
}
