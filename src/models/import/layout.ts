import { tfl, type LayersModel, type SymbolicTensor } from '../../engine/tensors.ts';
import { InvalidOptionError } from '../../errors.ts';
import { layersOf, type Layer } from '../network/layers.ts';
import { ownName } from '../network/own-name.ts';

/** Where the channels of an item lie: first, [channels, height, width], or last. */
export type Layout = 'nchw' | 'nhwc';

/** Layers behind which the axes of an item are no longer those of an image. */
const rearranging = new Set(['Reshape', 'Dense', 'RepeatVector']);

/** The layout that a network reads: what its first layer says that reads channels or moves them; last if none does. */
export function layoutOf(model: LayersModel): Layout {
  for (const layer of layersOf(model)) {
    if (rearranging.has(layer.getClassName())) break;
    const layout = layoutIn(layer, model.inputs[0].shape.length);
    if (layout) return layout;
  }
  return 'nhwc';
}

function layoutIn(layer: Layer, rank: number): Layout | undefined {
  const { dataFormat, dims, axis } = layer.getConfig() as { dataFormat?: string; dims?: number[]; axis?: number };
  if (dataFormat === 'channelsFirst') return 'nchw';
  if (dataFormat === 'channelsLast') return 'nhwc';
  if (dims) return dims.at(-1) === 1 ? 'nchw' : dims[0] === rank - 1 ? 'nhwc' : undefined;
  return layer.getClassName() === 'BatchNormalization' && axis === 1 && rank > 2 ? 'nchw' : undefined;
}

/** The shape of an item in the other layout. */
export const inOtherLayout = (shape: readonly number[], from: Layout): number[] =>
  from === 'nchw' ? [...shape.slice(1), shape[0]] : [shape[shape.length - 1], ...shape.slice(0, -1)];

/** Moves the channels of a batch to the other end. */
export function moved(x: SymbolicTensor, from: Layout): SymbolicTensor {
  const axes = inOtherLayout([...x.shape.keys()].slice(1), from);
  return tfl.layers.permute({ dims: axes, name: ownName('permute') }).apply(x) as SymbolicTensor;
}

/** @throws InvalidOptionError if items are said to have channels in front, and have one axis */
export function checkLayout(layout: Layout | undefined, shape: readonly number[]): void {
  if (layout !== 'nchw' || shape.length > 1) return;
  throw new InvalidOptionError(
    `layout is 'nchw', and the model takes items [${shape.join(', ')}], which have one axis.\n` +
      'Expected a model of images or series, [channels, …].\nOmit layout.',
  );
}
