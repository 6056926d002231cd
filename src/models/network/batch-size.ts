import { tf, type LayersModel, type SymbolicTensor } from '../../engine/tensors.ts';
import { symbolsOf } from './graph.ts';
import { isNested, type Layer } from './layers.ts';

/** Bytes that the values of one batch may take in the engine: 256 MiB. */
const limit = 256 * 2 ** 20;

/**
 * Returns the number of inputs per batch: as many as fit in 256 MiB, at least 1 and at most `most`. An input's result does not
 * depend on the rest of its batch, so this number changes only memory and time.
 *
 * @param bytes - what one input takes in the engine
 */
export function boundedBatch(most: number, bytes: number): number {
  return Math.max(1, Math.min(most, Math.floor(limit / bytes)));
}

/**
 * Returns the bytes of all values that a network computes for one input in a forward pass.
 *
 *   4 Σ_layers values of the output,   and for recurrent layers the gates of every time step
 *
 * @param simulated - whether a device is simulated, which keeps two more copies of every output. @defaultValue false
 */
export function forwardBytes(model: LayersModel, simulated = false): number {
  return (simulated ? 12 : 4) * valuesOf(model);
}

/**
 * Returns the bytes that one input takes in a forward pass and in backward passes from its logits to its values. A backward
 * pass frees its slopes on the way.
 *
 *   forward + 12 · values of the largest output + 4 · kept · values per item
 *
 * It is an upper estimate: the run keeps about one value per output, and less where a layer's gradient reads no values. Three more of
 * the largest output are the slopes on both sides of a layer, and what its gradient computes in between. MobileNetV2 takes half of it.
 *
 * @param kept - how many gradients with respect to the input are kept at once. @defaultValue 1
 */
export function gradientBytes(model: LayersModel, kept = 1): number {
  const largest = Math.max(...symbolsOf(model).map(({ shape }) => sizeOf(shape)));
  return forwardBytes(model) + 12 * largest + 4 * kept * sizeOf(model.inputs[0].shape);
}

function valuesOf(model: LayersModel): number {
  return symbolsOf(model).reduce((sum, symbol) => sum + sizeOf(symbol.shape) + insideOf(symbol), 0);
}

/** Values that a layer computes besides its output. */
function insideOf({ sourceLayer, inputs: [input] }: SymbolicTensor): number {
  const layer = sourceLayer as Layer;
  if (isNested(layer)) return valuesOf(layer as unknown as LayersModel);
  if (!input || !recurrent.test(layer.getClassName())) return 0;
  const perStep = layer.weights.reduce((sum, weight) => sum + (weight.shape.at(-1) ?? 0), 0);
  return sizeOf(input.shape.slice(0, -1)) * perStep;
}

const recurrent = /RNN|LSTM|GRU|Bidirectional/;

/** The number of values per input of a symbol of shape [batch, …]; axes of unknown size count as 1. */
function sizeOf(shape: readonly (number | null)[]): number {
  return tf.util.sizeFromShape(shape.slice(1).map((size) => size ?? 1));
}
