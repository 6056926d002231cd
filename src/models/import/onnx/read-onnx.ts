import { tfl } from '../../../engine/tensors.ts';
import { InvalidModelError } from '../../../errors.ts';
import { buildNetwork } from '../build/build.ts';
import { Builder } from '../build/builder.ts';
import { plainWire, type Wire } from '../build/wire.ts';
import type { Graph, ImportedModel, Importer, ImportOptions } from '../contract.ts';
import { hasChannelsFirst } from './channels-first.ts';
import { invalidOnnx } from './invalid.ts';
import { readWithoutLargeValues } from './large-values.ts';
import { onnxGraph } from './model.ts';

/** Opens .onnx files as networks in the engine. */
export const onnxFile: Importer = {
  async read(path: string, options: ImportOptions): Promise<ImportedModel> {
    return { model: networkOf(path, onnxGraph(path, readWithoutLargeValues(path)), options), hasLayout: true };
  },
};

function networkOf(path: string, graph: Graph, { layout, itemShape }: ImportOptions): ImportedModel['model'] {
  const { stated, batchAxis, batch } = inputOf(path, graph);
  const builder = new Builder(path, graph.versions, batch);
  const isFirst = stated.length >= 2 && batchAxis === 0 && hasChannelsFirst(graph);
  const wantsFirst = layout === 'nchw';
  const order = orderOf(stated.length, isFirst, wantsFirst);
  const item = stated.map((size, axis) => size ?? itemShape?.[order.indexOf(axis)] ?? 0);
  if (item.includes(0) || (stated.includes(null) && itemShape?.length !== item.length))
    throw freeSizes(path, graph, order, itemShape);
  return buildNetwork(builder, graph, inputWire(item, order, builder, graph, batchAxis));
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
function inputOf(path: string, graph: Graph): { stated: (number | null)[]; batchAxis: number; batch: number } {
  const { inputs, outputs } = graph;
  if (inputs.length !== 1 || outputs.length !== 1) throw severalValues(path, graph);
  const [{ name, shape }] = inputs;
  const free = shape?.findIndex((size) => size === null || size === 1) ?? -1;
  const batchAxis = free === 1 ? 1 : 0;
  const stated = shape?.filter((_, axis) => axis !== batchAxis) ?? [];
  if (stated.length < 1 || stated.length > 5 || stated.some((size) => size !== null && size < 1)) {
    throw invalidOnnx(
      path,
      `the shape of its input "${name}" is ${shape ? sizesIn(shape) : 'not stated'}`,
      'a batch, and one to five sizes of an item',
      'Export the model for inputs of one size: only the first axis may be dynamic.',
    );
  }
  return { stated, batchAxis, batch: shape?.[batchAxis] ?? 1 };
}

const sizesIn = (shape: readonly (number | null)[]): string => `[${shape.map((size) => size ?? '?').join(', ')}]`;

function freeSizes(
  path: string,
  { inputs: [{ name, shape }] }: Graph,
  order: readonly number[],
  itemShape: readonly number[] | undefined,
): InvalidModelError {
  const stated = shape ?? [];
  return invalidOnnx(
    path,
    `the shape of its input "${name}" is ${sizesIn(stated)}${itemShape ? `, and itemShape is [${itemShape.join(', ')}]` : ''}`,
    `itemShape with ${order.length} sizes, for those that the file leaves free`,
    'Pass itemShape, the shape of an item of your data, such as [224, 224, 3], or export the model for inputs of one size.',
  );
}

/** Exporters of scikit-learn write labels and probabilities, as maps of classes unless they are told not to. */
function severalValues(path: string, { inputs, outputs, nodes }: Graph): InvalidModelError {
  const names = (values: Graph['inputs']): string => values.map(({ name }) => `"${name}"`).join(', ') || 'none';
  const scores = outputs.at(-1)?.name ?? 'probabilities';
  const hasMaps = nodes.some(({ operator }) => operator === 'ZipMap');
  return new InvalidModelError(
    `${path} has the inputs ${names(inputs)} and the outputs ${names(outputs)}.\nExpected one input and one output, as a classifier has.\n` +
      (hasMaps
        ? "Export it with options={'zipmap': False}, so that its scores are a tensor. "
        : 'Export the classifier alone. ') +
      `Or use onnxPredictor(path, { output: ${JSON.stringify(scores)} }), which runs it by onnxruntime without gradients, or openGraph(path), which runs any graph.`,
  );
}
