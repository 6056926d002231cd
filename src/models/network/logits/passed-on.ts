import { tf, type SymbolicTensor } from '../../../engine/tensors.ts';
import { sourceOf } from '../graph.ts';
import { activationOf, arrangingLayers, noiseLayers, type Layer } from '../layers.ts';
import type { Output } from './output.ts';

/** Layers that pass on all values, in order, if they pass on as many as they get; in training, some drop values. */
const passing = new Set<string>([
  ...[...arrangingLayers, ...noiseLayers, 'ZeroPadding2D', 'Cropping2D', 'UpSampling2D'],
  ...['GlobalAveragePooling1D', 'GlobalAveragePooling2D', 'GlobalMaxPooling1D', 'GlobalMaxPooling2D'],
]);

/** Activations that change no number in [0, 1]. */
const unchanging = new Set(['relu', 'relu6', 'elu', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU']);

/** Whether a layer passes on the values that it gets, unchanged. */
export function isPassedOn(symbol: SymbolicTensor, input: Output): boolean {
  const layer = sourceOf(symbol);
  const kind = layer.getClassName();
  const [before] = symbol.inputs;
  const function_ = kind === 'Activation' ? activationOf(layer) : kind;
  if (function_ === 'linear') return true;
  if (unchanging.has(function_)) {
    const { maxValue } = layer.getConfig() as { maxValue?: number | null };
    return input.kind !== 'values' && !('logarithm' in input && input.logarithm) && (maxValue ?? 1) >= 1;
  }
  if (!passing.has(kind) || input.kind === 'values') return false;
  if (input.kind === 'places') return symbol.shape.join() === before.shape.join() && kind !== 'Permute';
  return sizeOf(symbol) === sizeOf(before) && keepsOrder(layer, before);
}

/** Whether a layer leaves the axes with several values in their order. */
function keepsOrder(layer: Layer, { shape }: SymbolicTensor): boolean {
  const { dims, dataFormat } = layer.getConfig() as { dims?: number[]; dataFormat?: string };
  const moved = layer.getClassName() === 'Flatten' && dataFormat === 'channelsFirst';
  const order = moved ? [...shape.keys()].slice(2).concat(1) : (dims ?? []);
  const long = order.filter((axis) => shape[axis] !== 1);
  return long.every((axis, i) => i === 0 || axis > long[i - 1]);
}

/** The number of values per input of the batch. */
export const sizeOf = ({ shape }: SymbolicTensor): number => tf.util.sizeFromShape(shape.slice(1) as number[]);
