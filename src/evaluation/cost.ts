import { tf, type LayersModel } from '../engine/tensors.ts';
import { sourceOf, symbolsOf } from '../models/network/graph.ts';
import { isKernel, isNested, repeatedLayer, type Layer } from '../models/network/layers.ts';

/** Number of weights of a network that are not zero, biases included. */
export function countNonZero(model: LayersModel): number {
  let count = 0;
  for (const weight of model.getWeights()) {
    const values = weight.dataSync();
    for (let i = 0; i < values.length; i++) if (values[i] !== 0) count++;
  }
  return count;
}

/**
 * Multiply-adds of one forward pass over one input: the products of convolutions, dense and recurrent layers with their
 * kernels, as often as each layer is applied. Products with zeros and padding count; biases and activations do not.
 *
 *   convolution: positions of the output · size of the kernel,   dense: positions · size,   recurrent: steps · size
 */
export function countMultiplyAdds(model: LayersModel): number {
  return symbolsOf(model)
    .filter(({ inputs, outputTensorIndex }) => inputs.length > 0 && (outputTensorIndex ?? 0) === 0)
    .reduce((sum, symbol) => sum + multiplyAdds(sourceOf(symbol), symbol.inputs[0].shape, symbol.shape), 0);
}

type Shape = readonly (number | null)[];

/** Multiply-adds of one application of a layer, from the shapes of its input and output with the batch. */
function multiplyAdds(layer: Layer, input: Shape, output: Shape): number {
  const kind = layer.getClassName();
  if (isNested(layer)) return countMultiplyAdds(layer as unknown as LayersModel);
  const repeated = repeatedLayer(layer);
  if (repeated) {
    const withoutTime = (shape: Shape): Shape => [shape[0], ...shape.slice(2)];
    return (input[1] ?? 1) * multiplyAdds(repeated, withoutTime(input), withoutTime(output));
  }
  if (kind === 'ConvLSTM2D') return (input[1] ?? 1) * positions(layer, stateOf(layer, output)) * kernelSize(layer);
  if (/^(LSTM|GRU|SimpleRNN|RNN|Bidirectional)$/.test(kind)) return (input[1] ?? 1) * kernelSize(layer);
  return positions(layer, kind.includes('Transpose') ? input : output) * kernelSize(layer);
}

/** The shape of one state of a recurrent convolution: its output without time. */
function stateOf(layer: Layer, output: Shape): Shape {
  const { returnSequences } = layer.getConfig() as { returnSequences?: boolean };
  return returnSequences ? [output[0], ...output.slice(2)] : output;
}

/** Number of positions of a feature map: its size without batch and channels. */
function positions(layer: Layer, shape: Shape): number {
  const { dataFormat } = layer.getConfig() as { dataFormat?: string };
  const places = dataFormat === 'channelsFirst' ? shape.slice(2) : shape.slice(1, -1);
  return tf.util.sizeFromShape(places.map((side) => side ?? 1));
}

function kernelSize(layer: Layer): number {
  const kernels = layer.weights.filter(isKernel);
  return kernels.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]), 0);
}
