import { tf, type LayersModel } from '../engine/tensors.ts';
import { applicationsOf } from '../models/network/graph.ts';
import { layersOf, type Layer } from '../models/network/layers.ts';
import { readWeights } from '../models/network/weights.ts';

/** Number of weights of a network that are not zero, biases included. */
export function countNonZero(model: LayersModel): number {
  return readWeights(model).reduce(
    (sum, values) => values.reduce((count, value) => count + Number(value !== 0), sum),
    0,
  );
}

/**
 * Multiply-adds of one forward pass over one input: the products of convolutions, dense and recurrent layers with their
 * kernels. Products with zeros and padding count; biases and activations do not.
 *
 *   convolution: positions of the output · size of the kernel,   dense: positions · size,   recurrent: steps · size
 */
export function countMultiplyAdds(model: LayersModel): number {
  return applicationsOf(model).reduce((sum, { layer, inputs, outputs }) => {
    return sum + costOf(layer, inputs[0]?.shape ?? [], outputs[0].shape);
  }, 0);
}

/** Multiply-adds of a layer with these input and output shapes, and of the layers in it. */
function costOf(layer: Layer, input: Shape, output: Shape): number {
  const kind = layer.getClassName();
  if (layersOf(layer).next().done !== true && kind !== 'RNN') return 0;
  if (/^(LSTM|GRU|SimpleRNN|RNN)$/.test(kind)) return (input[1] ?? 1) * kernelSize(layer);
  const shape = kind.includes('Transpose') ? input : output;
  return tf.util.sizeFromShape(shape.slice(1, -1).map((side) => side ?? 1)) * kernelSize(layer);
}

type Shape = readonly (number | null)[];

function kernelSize(layer: Layer): number {
  const kernels = layer.weights.filter(({ originalName }) => originalName.endsWith('kernel'));
  return kernels.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
}
