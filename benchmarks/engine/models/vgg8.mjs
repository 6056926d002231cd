import { tfl } from '../../../dist/src/engine/tensors.js';
import { classifier } from '../../../dist/src/models/index.js';

const { layers } = tfl;

/**
 * VGG8 on 32 × 32 × 3: five blocks of a 3 × 3 convolution (64, 128, 256, 512, 512 filters), batch normalisation, ReLU and max
 * pooling, then dense layers of 512 units and 10 classes.
 */
export function vgg8() {
  const network = [64, 128, 256, 512, 512].flatMap((filters, i) => [
    layers.conv2d({
      ...(i === 0 ? { inputShape: [32, 32, 3] } : {}),
      filters,
      kernelSize: 3,
      padding: 'same',
      kernelInitializer: tfl.initializers.heUniform({ seed: i + 1 }),
    }),
    layers.batchNormalization(),
    layers.reLU(),
    layers.maxPooling2d({ poolSize: 2, strides: 2 }),
  ]);
  const dense = [512, 10].map((units, i) =>
    layers.dense({
      units,
      activation: i === 0 ? 'relu' : 'linear',
      kernelInitializer: tfl.initializers.heUniform({ seed: i + 6 }),
    }),
  );
  return classifier(tfl.sequential({ name: 'vgg8', layers: [...network, layers.flatten(), ...dense] }));
}
