import { tfl, type SymbolicTensor } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import { groupsOf, hasChannelsLast, windowsOf, type Windows } from '../../operators/windows.ts';
import type { Constant } from '../../contract.ts';
import type { Builder } from '../builder.ts';
import { isConstant, isWire, shapeOf, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { reordered } from '../placement.ts';
import { axesOf, sizeOf } from '../wire.ts';
import { grouped, transposedConvolution } from './own-convolutions.ts';
import { filtersOf, type Filters } from './filters.ts';
import { imagesOf, isBatched, onChannels, paddingOf, wireOf } from './images.ts';

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

const initial = { kernelInitializer: 'zeros', biasInitializer: 'zeros' } as const;

/** Filters and bias with the factors and the bias that the graph has behind the convolution. */
function affine(
  filters: Filters,
  bias: Constant | undefined,
  { scale, bias: shift }: KnownNode,
): { values: Filters['values']; bias: Constant | undefined } {
  const factors = scale?.data;
  if (!factors && !shift) return { values: filters.values, bias };
  const { out } = filters;
  const [own, added] = [bias?.data, shift?.data];
  const sums = Float32Array.from(
    { length: out },
    (_, o) => (own ? own[o] : 0) * (factors ? factors[o] : 1) + (added ? added[o] : 0),
  );
  return {
    values: (inputs, outputs) => {
      const values = filters.values(inputs, outputs);
      return factors ? values.map((value, at) => value * factors[outputs ? outputs[at % out] : at % out]) : values;
    },
    bias: own || added ? { type: 'float32', shape: [out], data: sums } : undefined,
  };
}

const convolution: Rule = (known, builder) => {
  const { node, inputs, operation, activation } = known;
  const [wire, weights, given] = inputs;
  if (!isWire(wire) || !isBatched(wire) || !isConstant(weights) || isWire(given)) return undefined;
  const stored = filtersOf(weights, hasChannelsLast(operation));
  const { values: valuesOf, bias } = affine(stored, given, known);
  const filters: Filters = { ...stored, values: valuesOf };
  const { out, within, field } = stored;
  const channels = sizeOf(wire.axes[1]);
  const groups = groupsOf(operation, channels, within);
  if (weights.shape.length !== wire.axes.length || within * groups !== channels) return undefined;
  const windows = windowsOf(operation, shapeOf(wire).slice(2), field);
  const isStrided = windows.strides.some((step) => step > 1);
  const isDilated = windows.dilations.some((rate) => rate > 1);
  const isDepthwise =
    groups === channels && groups > 1 && field.length === 2 && windows.strides[0] === windows.strides[1];
  if ((groups > 1 && !isDepthwise) || (isDilated && (isStrided || field.length === 3)))
    return grouped(known, builder, wire, { filters, groups, bias });
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
    const values = [filters.values(undefined, outs), ...(bias ? [reordered(bias.data, outs)] : [])];
    return [
      wireOf(builder.apply(layer as Layer, symbol, values), [...images.channels, ...own], [...wire.axes[1], ...own]),
    ];
  }
  const make = [tfl.layers.conv1d, tfl.layers.conv2d, tfl.layers.conv3d][field.length - 1] as (
    options: object,
  ) => unknown;
  const layer = make({ ...shared, ...initial, filters: out }) as Layer;
  const kernel = filters.values(images.positions);
  const result = builder.apply(layer, symbol, [kernel, ...(bias ? [reordered(bias.data, undefined)] : [])]);
  const [own] = axesOf([out]);
  return [wireOf(result, own, own)];
};

/** Convolutions. */
export const convolutionRules: Rules = {
  Conv: onChannels(convolution),
  ConvTranspose: onChannels(transposedConvolution),
};
