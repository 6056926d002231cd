import { tfl, type SymbolicTensor } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import { product } from '../../operators/values.ts';
import { spanOf, windowsOf, type Windows } from '../../operators/windows.ts';
import { isConstant, isWire, shapeOf, type Builder, type KnownNode, type Rule, type Rules } from '../builder.ts';
import { reordered } from '../placement.ts';
import { axesOf, inMemoryOrder, positionsOn, sizeOf, type Piece, type Wire } from '../wire.ts';

/** Images or sequences with the channels last: [batch, ...places, channels]. */
interface Images {
  readonly symbol: SymbolicTensor;
  readonly places: readonly number[];
  readonly channels: readonly Piece[];
  /** Per channel of the symbol, its number in the graph; undefined if they agree. */
  readonly positions?: Int32Array;
}

/** Reads [1, channels, ...places] with the channels last; they keep the order in which they lie, unless `isOrdered`. */
function imagesOf(builder: Builder, wire: Wire, isOrdered = false): Images {
  const [, channelAxis, ...places] = wire.axes;
  const channels = isOrdered ? [...channelAxis] : inMemoryOrder(wire, channelAxis);
  return {
    symbol: builder.arranged(wire, [...places, channels]),
    places: places.map(sizeOf),
    channels,
    positions: positionsOn(channelAxis, channels),
  };
}

const isBatched = ({ axes }: Wire): boolean => axes.length >= 3 && axes.length <= 5 && axes[0].length === 0;

/** The padding of TensorFlow for the windows of a node; undefined if it has none. */
function paddingOf(
  { kernel, strides, dilations, pads, beyond }: Windows,
  sizes: readonly number[],
): 'same' | 'valid' | undefined {
  if (beyond.some((count) => count > 0)) return undefined;
  if (pads.every(([before, behind]) => before === 0 && behind === 0)) return 'valid';
  const isSame = sizes.every((size, axis) => {
    const total = Math.max(
      0,
      (Math.ceil(size / strides[axis]) - 1) * strides[axis] + spanOf(kernel[axis], dilations[axis]) - size,
    );
    return pads[axis][0] === Math.floor(total / 2) && pads[axis][1] === total - Math.floor(total / 2);
  });
  return isSame ? 'same' : undefined;
}

/** Pads the places with zeros as a layer of their own. */
function padded(builder: Builder, symbol: SymbolicTensor, pads: Windows['pads'], { node }: KnownNode): SymbolicTensor {
  if (pads.length === 2 && pads.every((sides) => sides.every((count) => count >= 0))) {
    const padding = pads.map((sides) => [...sides]) as [[number, number], [number, number]];
    return builder.apply(
      tfl.layers.zeroPadding2d({ padding, name: builder.name(`${node.name || node.operator}_pad`) }) as Layer,
      symbol,
    );
  }
  const sides = [...[0, ...pads.map(([before]) => before), 0], ...[0, ...pads.map(([, behind]) => behind), 0]];
  return builder.operate(node, {
    operator: 'Pad',
    version: 2,
    attributes: { pads: sides, mode: 'constant', value: 0 },
    operands: [symbol],
  }).symbol;
}

/** The wire of [batch, ...places, channels]. */
function wireOf(symbol: SymbolicTensor, channels: readonly Piece[], axis: readonly Piece[]): Wire {
  const places = axesOf(symbol.shape.slice(1, -1) as number[]);
  return { symbol, pieces: [...places.flat(), ...channels], axes: [[], axis, ...places], type: 'float32' };
}

/** Values [out, in, ...field] in the order [...field, in, out]. */
function kernelLast(
  data: ArrayLike<number>,
  shape: readonly number[],
  positions: Int32Array | undefined,
): Float32Array {
  const [out, within, ...field] = shape;
  const places = product(field);
  const kernel = new Float32Array(product(shape));
  for (let o = 0; o < out; o++)
    for (let i = 0; i < within; i++) {
      const from = (o * within + (positions ? positions[i] : i)) * places;
      for (let place = 0; place < places; place++) kernel[(place * within + i) * out + o] = data[from + place];
    }
  return kernel;
}

const initial = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;

const convolution: Rule = (known, builder) => {
  const { node, inputs, operation, activation } = known;
  const [wire, weights, bias] = inputs;
  if (!isWire(wire) || !isBatched(wire) || !isConstant(weights) || isWire(bias)) return undefined;
  const [out, within, ...field] = weights.shape;
  const groups = operation.number('group', 1);
  const channels = sizeOf(wire.axes[1]);
  if (weights.shape.length !== wire.axes.length || within * groups !== channels) return undefined;
  const windows = windowsOf(operation, shapeOf(wire).slice(2), field);
  const isStrided = windows.strides.some((step) => step > 1);
  const isDilated = windows.dilations.some((rate) => rate > 1);
  const isDepthwise =
    groups === channels && groups > 1 && field.length === 2 && windows.strides[0] === windows.strides[1];
  if ((groups > 1 && !isDepthwise) || (isDilated && (isStrided || field.length === 3)))
    return grouped(known, builder, wire, weights, bias);
  const images = imagesOf(builder, wire);
  const padding =
    field.length < 3
      ? paddingOf(windows, images.places)
      : windows.pads.flat().every((count) => count === 0)
        ? 'valid'
        : undefined;
  const symbol = padding ? images.symbol : padded(builder, images.symbol, windows.pads, known);
  const shared = {
    kernelSize: [...field],
    strides: [...windows.strides],
    padding: padding ?? 'valid',
    dilationRate: [...windows.dilations],
    useBias: bias !== undefined,
    activation: activation ?? 'linear',
    name: builder.name(node.name || 'conv'),
  } as const;
  if (isDepthwise) {
    const multiplier = out / channels;
    const layer = tfl.layers.depthwiseConv2d({
      ...shared,
      depthMultiplier: multiplier,
      depthwiseInitializer: 'zeros',
      biasInitializer: 'zeros',
    } as never);
    const [own] = axesOf([multiplier]);
    const order = images.positions ?? Int32Array.from({ length: channels }, (_, i) => i);
    const outs = Int32Array.from(
      { length: out },
      (_, i) => order[Math.floor(i / multiplier)] * multiplier + (i % multiplier),
    );
    const values = [
      kernelLast(reorderedRows(weights, outs), [out, 1, ...field], undefined),
      ...(bias ? [reordered(bias.data, outs)] : []),
    ];
    return [
      wireOf(builder.apply(layer as Layer, symbol, values), [...images.channels, ...own], [...wire.axes[1], ...own]),
    ];
  }
  const make = [tfl.layers.conv1d, tfl.layers.conv2d, tfl.layers.conv3d][field.length - 1] as (
    options: object,
  ) => unknown;
  const layer = make({ ...shared, ...initial, filters: out }) as Layer;
  const kernel = kernelLast(weights.data, weights.shape, images.positions);
  const result = builder.apply(layer, symbol, [kernel, ...(bias ? [reordered(bias.data, undefined)] : [])]);
  const [own] = axesOf([out]);
  return [wireOf(result, own, own)];
};

/** The filters [out, ...] in another order. */
function reorderedRows({ data, shape }: Constant, order: Int32Array): Float32Array {
  const each = product(shape.slice(1));
  const all = data;
  const rows = new Float32Array(all.length);
  order.forEach((from, to) => {
    for (let i = 0; i < each; i++) rows[to * each + i] = all[from * each + i];
  });
  return rows;
}

/** A convolution that no stock layer computes: in groups, or dilated with steps. */
function grouped(
  { node, inputs, activation }: KnownNode,
  builder: Builder,
  wire: Wire,
  weights: Constant,
  bias: Constant | undefined,
): readonly Wire[] {
  const images = imagesOf(builder, wire, true);
  const [out, within, ...field] = weights.shape;
  const kernel: Constant = {
    type: 'float32',
    shape: [...field, within, out],
    data: kernelLast(weights.data, weights.shape, undefined),
  };
  const operands = [images.symbol, kernel, ...(inputs.length > 2 ? [bias] : [])];
  const { symbol } = builder.operate(node, {
    operator: 'Conv',
    attributes: { ...node.attributes, channels_last: 1 },
    operands,
  });
  const result = activation
    ? builder.apply(tfl.layers.reLU({ name: builder.name(`${node.name || 'conv'}_relu`) }) as Layer, symbol)
    : symbol;
  const [own] = axesOf([out]);
  return [wireOf(result, own, own)];
}

const transposedConvolution: Rule = ({ node, inputs }, builder) => {
  const [wire, weights, bias] = inputs;
  if (!isWire(wire) || !isBatched(wire) || !isConstant(weights) || isWire(bias)) return undefined;
  const images = imagesOf(builder, wire, true);
  const operands = [images.symbol, weights, ...(bias ? [bias] : [])];
  const { symbol } = builder.operate(node, {
    operator: 'ConvTranspose',
    attributes: { ...node.attributes, channels_last: 1 },
    operands,
  });
  const [own] = axesOf([symbol.shape[symbol.shape.length - 1] as number]);
  return [wireOf(symbol, own, own)];
};

/** A pooling over windows: a stock layer if its padding is one of TensorFlow. */
function pooling(stock: (options: object) => unknown, countsZeros: (known: KnownNode) => boolean): Rule {
  return (known, builder) => {
    const { node, inputs, operation } = known;
    const [wire] = inputs;
    if (!isWire(wire) || !isBatched(wire) || node.outputs.filter(Boolean).length > 1) return undefined;
    const images = imagesOf(builder, wire);
    const windows = windowsOf(operation, images.places, operation.numbers('kernel_shape') ?? []);
    const padding = windows.dilations.every((rate) => rate === 1) ? paddingOf(windows, images.places) : undefined;
    const isStock = wire.axes.length === 4 && padding !== undefined && (padding === 'valid' || !countsZeros(known));
    const name = builder.name(node.name || node.operator);
    const symbol = isStock
      ? builder.apply(
          stock({ poolSize: [...windows.kernel], strides: [...windows.strides], padding, name }) as Layer,
          images.symbol,
        )
      : builder.operate(node, {
          operator: node.operator,
          attributes: { ...node.attributes, channels_last: 1 },
          operands: [images.symbol],
        }).symbol;
    return [wireOf(symbol, images.channels, wire.axes[1])];
  };
}

function globalPooling(of1: (options: object) => unknown, of2: (options: object) => unknown): Rule {
  return ({ node, inputs: [wire] }, builder) => {
    if (!isWire(wire) || !isBatched(wire) || wire.axes.length > 4) return undefined;
    const images = imagesOf(builder, wire);
    const make = wire.axes.length === 3 ? of1 : of2;
    const symbol = builder.apply(make({ name: builder.name(node.name || node.operator) }) as Layer, images.symbol);
    return [
      { symbol, pieces: images.channels, axes: wire.axes.map((axis, i) => (i === 1 ? axis : [])), type: 'float32' },
    ];
  };
}

/** Convolutions and poolings. */
export const windowRules: Rules = {
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  MaxPool: pooling(
    (options) => tfl.layers.maxPooling2d(options as never),
    () => false,
  ),
  AveragePool: pooling(
    (options) => tfl.layers.averagePooling2d(options as never),
    ({ operation }) => operation.number('count_include_pad', 0) === 1,
  ),
  GlobalAveragePool: globalPooling(
    (options) => tfl.layers.globalAveragePooling1d(options),
    (options) => tfl.layers.globalAveragePooling2d(options),
  ),
  GlobalMaxPool: globalPooling(
    (options) => tfl.layers.globalMaxPooling1d(options),
    (options) => tfl.layers.globalMaxPooling2d(options),
  ),
};
