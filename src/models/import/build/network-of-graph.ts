import { tfl, type LayersModel } from '../../../engine/tensors.ts';
import { InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import type { Graph, ImportOptions } from '../contract.ts';
import { buildNetwork } from './build.ts';
import { Builder } from './builder.ts';
import { plainWire, type Wire } from './wire.ts';

/** What the format of a graph says of its input. */
interface InputReading extends Pick<ImportOptions, 'layout'> {
  /** Whether the channels of images come before their places. */
  readonly hasChannelsFirst: (graph: Graph) => boolean;
  /** Whether the first axis is always the batch; otherwise it can be the second. */
  readonly isBatchFirst: boolean;
}

/**
 * Builds the network of a graph with one input and one output.
 *
 * @throws InvalidModelError if it has more, its input has no fixed shape, or a node cannot be built
 */
export function networkOfGraph(graph: Graph, { hasChannelsFirst, isBatchFirst, layout }: InputReading): LayersModel {
  const { sizes, batchAxis, batch } = inputOf(graph, isBatchFirst);
  const builder = new Builder(graph, batch);
  const item = sizes.filter((_, axis) => axis !== batchAxis);
  const isImages = item.length >= 2 && batchAxis === 0 && hasChannelsFirst(graph);
  return buildNetwork(builder, graph, inputWire(item, isImages, layout === 'nchw', builder, graph, batchAxis));
}

/**
 * The input of the network and how the graph reads it. Items have their channels last, unless the data have them first; either
 * way nothing is moved in front of the first layer that does not have to be.
 */
function inputWire(
  item: readonly number[],
  isChannelsFirst: boolean,
  wantsFirst: boolean,
  builder: Builder,
  graph: Graph,
  batchAxis: number,
): Wire {
  const hasImages = item.length >= 2 && (isChannelsFirst || wantsFirst);
  const isMoved = hasImages && isChannelsFirst !== wantsFirst;
  const order = isMoved
    ? isChannelsFirst
      ? [...item.keys()].slice(1).concat(0)
      : [item.length - 1, ...[...item.keys()].slice(0, -1)]
    : [...item.keys()];
  const shape = order.map((axis) => item[axis]);
  const symbol = tfl.input({ shape, name: builder.name('input') });
  const wire = plainWire(symbol, shape, graph.inputs[0].type);
  const axes = item.map((_, axis) => wire.axes[order.indexOf(axis)]);
  axes.splice(batchAxis, 0, []);
  return { ...wire, axes };
}

/** The sizes of the only input, for one item, and the axis of the batch. */
function inputOf(
  { file: { path }, inputs, outputs }: Graph,
  isBatchFirst: boolean,
): { sizes: number[]; batchAxis: number; batch: number } {
  if (inputs.length !== 1 || outputs.length !== 1) {
    const names = (values: Graph['inputs']): string =>
      cutMiddle(values.map(({ name }) => `"${name}"`).join(', '), 500) || 'none';
    throw new InvalidModelError(
      `${path} has the inputs ${names(inputs)} and the outputs ${names(outputs)}.\nExpected one input and one output, as a classifier has.\n` +
        'Export the classifier alone, or use openGraph(path), which runs any graph.',
    );
  }
  const [{ name, shape }] = inputs;
  const free = shape?.findIndex((size) => size === null || size === 1) ?? -1;
  const batchAxis = free === 1 && !isBatchFirst ? 1 : 0;
  const sizes = shape?.map((size, axis) => (axis === batchAxis ? 1 : size)) ?? [];
  if (sizes.length < 2 || sizes.length > 6 || sizes.some((size) => size === null || size < 1)) {
    const text = shape ? `[${shape.map((size) => size ?? '?').join(', ')}]` : 'not stated';
    throw new InvalidModelError(
      `${path}: the shape of its input "${cutMiddle(name, 200)}" is ${text}.\n` +
        'Expected one size that is free, the batch, and at least one that is fixed.\n' +
        'Export the model for inputs of one size: only the first axis may be dynamic.',
    );
  }
  return { sizes: sizes as number[], batchAxis, batch: shape?.[batchAxis] ?? 1 };
}
