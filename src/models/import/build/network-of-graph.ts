import { tfl, type LayersModel } from '../../../engine/tensors.ts';
import { InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import type { Graph, ImportOptions } from '../contract.ts';
import { buildNetwork } from './build.ts';
import { Builder } from './builder.ts';
import { withReadableProbabilities } from './readable-probabilities.ts';
import { plainWire, type Wire } from './wire.ts';

/** What the format of a graph says of its input. */
interface InputReading extends Pick<ImportOptions, 'layout' | 'itemShape'> {
  /** Whether the channels of images come before their places. */
  readonly hasChannelsFirst: (graph: Graph) => boolean;
  /** Whether the first axis is always the batch; otherwise it can be the second. */
  readonly isBatchFirst: boolean;
}

/**
 * Builds the network of a graph with one input and one output.
 *
 * @throws InvalidModelError if it has more, the shape of its input has free sizes that `itemShape` does not fill, or a node cannot be built
 */
export function networkOfGraph(
  graph: Graph,
  { hasChannelsFirst, isBatchFirst, layout, itemShape }: InputReading,
): LayersModel {
  const { stated, batchAxis, batch } = inputOf(graph, isBatchFirst);
  const builder = new Builder(graph, batch);
  const isFirst = stated.length >= 2 && batchAxis === 0 && hasChannelsFirst(graph);
  const order = orderOf(stated.length, isFirst, layout === 'nchw');
  const item = stated.map((size, axis) => size ?? itemShape?.[order.indexOf(axis)] ?? 0);
  if (item.includes(0) || (stated.includes(null) && itemShape?.length !== item.length))
    throw freeSizes(graph, order.length, itemShape);
  return withReadableProbabilities(buildNetwork(builder, graph, inputWire(item, order, builder, graph, batchAxis)));
}

/**
 * Per axis of an item of the data, the axis of the graph. Items have their channels last, unless the data have them first; either
 * way nothing is moved in front of the first layer that does not have to be.
 */
function orderOf(rank: number, isFirst: boolean, wantsFirst: boolean): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  if (rank < 2 || isFirst === wantsFirst) return axes;
  return isFirst ? axes.slice(1).concat(0) : [rank - 1, ...axes.slice(0, -1)];
}

/** The input of the network and how the graph reads it. */
function inputWire(
  item: readonly number[],
  order: readonly number[],
  builder: Builder,
  graph: Graph,
  batchAxis: number,
): Wire {
  const shape = order.map((axis) => item[axis]);
  const symbol = tfl.input({ shape, name: builder.name('input') });
  const wire = plainWire(symbol, shape, graph.inputs[0].type);
  const axes = item.map((_, axis) => wire.axes[order.indexOf(axis)]);
  axes.splice(batchAxis, 0, []);
  return { ...wire, axes };
}

/** The sizes of an item of the only input, null if free, and the axis of the batch. */
function inputOf(
  { file: { path }, inputs, outputs }: Graph,
  isBatchFirst: boolean,
): { stated: (number | null)[]; batchAxis: number; batch: number } {
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
  const stated = shape?.filter((_, axis) => axis !== batchAxis) ?? [];
  if (stated.length < 1 || stated.length > 5 || stated.some((size) => size !== null && size < 1)) {
    throw new InvalidModelError(
      `${path}: the shape of its input "${cutMiddle(name, 200)}" is ${shape ? sizesIn(shape) : 'not stated'}.\n` +
        'Expected a batch, and one to five sizes of an item.\n' +
        'Export the model for inputs of one size: only the first axis may be dynamic.',
    );
  }
  return { stated, batchAxis, batch: shape?.[batchAxis] ?? 1 };
}

const sizesIn = (shape: readonly (number | null)[]): string => `[${shape.map((size) => size ?? '?').join(', ')}]`;

function freeSizes(
  { file: { path }, inputs: [{ name, shape }] }: Graph,
  rank: number,
  itemShape: readonly number[] | undefined,
): InvalidModelError {
  const given = itemShape ? `, and itemShape is [${itemShape.join(', ')}]` : '';
  return new InvalidModelError(
    `${path}: the shape of its input "${cutMiddle(name, 200)}" is ${sizesIn(shape ?? [])}${given}.\n` +
      `Expected itemShape with ${rank} sizes, for those that the file leaves free.\n` +
      'Pass itemShape, the shape of an item of your data, such as [224, 224, 3], or export the model for inputs of one size.',
  );
}
