import { readFile } from 'node:fs/promises';
import { tfl } from '../../../engine/tensors.ts';
import { InvalidModelError } from '../../../errors.ts';
import { buildNetwork } from '../build/build.ts';
import { Builder } from '../build/builder.ts';
import { plainWire, type Wire } from '../build/wire.ts';
import type { Graph, ImportedModel, Importer, ImportOptions } from '../contract.ts';
import { hasChannelsFirst } from './channels-first.ts';
import { invalidOnnx } from './invalid.ts';
import { onnxGraph } from './model.ts';

/** Opens .onnx files as networks in the engine. */
export const onnxFile: Importer = {
  async read(path: string, options: ImportOptions): Promise<ImportedModel> {
    return { model: networkOf(path, onnxGraph(path, await readFile(path)), options), hasLayout: true };
  },
};

function networkOf(path: string, graph: Graph, { layout }: ImportOptions): ImportedModel['model'] {
  const { sizes, batchAxis, batch } = inputOf(path, graph);
  const builder = new Builder(path, graph.versions, batch);
  const item = sizes.filter((_, axis) => axis !== batchAxis);
  const isImages = item.length >= 2 && batchAxis === 0 && hasChannelsFirst(graph);
  return buildNetwork(builder, graph, { ...inputWire(item, isImages, layout === 'nchw', builder, graph, batchAxis) });
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
function inputOf(path: string, { inputs, outputs }: Graph): { sizes: number[]; batchAxis: number; batch: number } {
  if (inputs.length !== 1 || outputs.length !== 1) {
    const names = (values: Graph['inputs']): string => values.map(({ name }) => `"${name}"`).join(', ') || 'none';
    throw new InvalidModelError(
      `${path} has the inputs ${names(inputs)} and the outputs ${names(outputs)}.\nExpected one input and one output, as a classifier has.\n` +
        'Export the classifier alone, or use openGraph(path), which runs any graph.',
    );
  }
  const [{ name, shape }] = inputs;
  const free = shape?.findIndex((size) => size === null || size === 1) ?? -1;
  const batchAxis = free === 1 ? 1 : 0;
  const sizes = shape?.map((size, axis) => (axis === batchAxis ? 1 : size)) ?? [];
  if (sizes.length < 2 || sizes.length > 6 || sizes.some((size) => size === null || size < 1)) {
    const text = shape ? `[${shape.map((size) => size ?? '?').join(', ')}]` : 'not stated';
    throw invalidOnnx(
      path,
      `the shape of its input "${name}" is ${text}`,
      'one size that is free, the batch, and at least one that is fixed',
      'Export the model for inputs of one size: only the first axis may be dynamic.',
    );
  }
  return { sizes: sizes as number[], batchAxis, batch: shape?.[batchAxis] ?? 1 };
}
