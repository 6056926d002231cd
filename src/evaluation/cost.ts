import { tf, type LayersModel } from '../engine/tensors.ts';
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
  return [...layersOf(model)].reduce((sum, layer) => sum + positionsOf(layer) * kernelSize(layer), 0);
}

/** How often each value of a layer's kernels is multiplied; 0 for a layer with nested layers, which count separately. */
function positionsOf(layer: Layer): number {
  const kind = layer.getClassName();
  if (layersOf(layer).next().done !== true && kind !== 'RNN') return 0;
  const shape = (kind.includes('Transpose') ? layer.input : layer.output) as { shape: (number | null)[] } | undefined;
  if (/^(LSTM|GRU|SimpleRNN|RNN)$/.test(kind)) return (layer.input as { shape: (number | null)[] }).shape[1] ?? 1;
  return tf.util.sizeFromShape((shape?.shape ?? []).slice(1, -1).map((side) => side ?? 1));
}

function kernelSize(layer: Layer): number {
  const kernels = layer.weights.filter(({ originalName }) => originalName.endsWith('kernel'));
  return kernels.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
}
