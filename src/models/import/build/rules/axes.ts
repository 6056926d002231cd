import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import { axisOf } from '../../operators/values.ts';
import type { Builder } from '../builder.ts';
import {
  integers,
  isConstant,
  isWire,
  listOf,
  numbersOf,
  type KnownNode,
  type Rule,
  type Rules,
} from '../known-node.ts';
import { placed, reordered, resized, withLast } from '../placement.ts';
import { sizesOf, type Wire } from '../wire.ts';
import { onChannels } from './images.ts';

/** Removes axes that a reduction has made 1. */
const without = (wire: Wire, axes: readonly number[], known: KnownNode): Wire =>
  known.operation.number('keepdims', 1) === 1
    ? wire
    : { ...wire, axes: wire.axes.filter((_, axis) => !axes.includes(axis)) };

const reduction: Rule = (known, builder) => {
  const { node, inputs, operation } = known;
  const [wire] = inputs;
  if (!isWire(wire)) return undefined;
  const rank = wire.axes.length;
  const given = listOf(known, 1, 'axes') ?? [];
  if (given.length === 0 && operation.number('noop_with_empty_axes', 0) === 1) return undefined;
  const axes = given.length > 0 ? given.map((axis) => axisOf(axis, rank)) : [...wire.axes.keys()];
  const named = axes.filter((axis) => wire.axes[axis].length > 0);
  if (named.length === 0) return [without(overOne(known, builder, wire), axes, known)];
  const place = placed(builder, wire, named);
  const isMeanOverPlaces =
    node.operator === 'ReduceMean' &&
    place.groups.length === 3 &&
    place.at.length === 2 &&
    place.at.includes(1) &&
    place.at.includes(2);
  if (isMeanOverPlaces) {
    const layer = tfl.layers.globalAveragePooling2d({ name: builder.name(node.name || 'mean') });
    const symbol = builder.apply(layer as Layer, place.symbol);
    const reduced = {
      symbol,
      pieces: place.groups[2],
      axes: wire.axes.map((axis, i) => (axes.includes(i) ? [] : axis)),
      type: wire.type,
    };
    return [without(reduced, axes, known)];
  }
  const attributes = { axes: [...place.at], keepdims: 1 };
  const { symbol, type } = builder.operate(node, {
    operator: node.operator,
    version: 11,
    attributes,
    operands: [place.symbol],
    types: [wire.type],
  });
  return [without(resized(wire, named, place, symbol, type), axes, known)];
};

/** Reduces each value by itself, because the axes have one value each. */
function overOne({ node: { operator, name } }: KnownNode, builder: Builder, wire: Wire): Wire {
  if (operator === 'ReduceMean') return wire;
  const operands = [builder.arranged(wire, [...wire.pieces.map((piece) => [piece]), []])]; // [batch, ...pieces, 1]
  const attributes = { axes: [-1], keepdims: 0 };
  const result = builder.operate(
    { name, operator },
    { operator, version: 11, attributes, operands, types: [wire.type] },
  );
  return { ...wire, ...result };
}

const extreme: Rule = (known, builder) => {
  const {
    node,
    inputs: [wire],
    operation,
  } = known;
  if (!isWire(wire)) return undefined;
  const axis = axisOf(operation.number('axis', 0), wire.axes.length);
  const place = placed(builder, wire, [axis]);
  const attributes = { axis: place.at[0], keepdims: 1, select_last_index: operation.number('select_last_index', 0) };
  const { symbol, type } = builder.operate(node, {
    operator: node.operator,
    attributes,
    operands: [place.symbol],
    types: [wire.type],
  });
  return [without(resized(wire, [axis], place, symbol, type), [axis], known)];
};

/** A softmax is a stock layer, so that the logits before it are found. */
function softmax(activation: 'softmax' | 'logSoftmax'): Rule {
  return ({ node, inputs: [wire], operation }, builder) => {
    if (!isWire(wire)) return undefined;
    const rank = wire.axes.length;
    const isFlat = operation.version < 13;
    const axis = axisOf(operation.number('axis', isFlat ? 1 : -1), rank);
    const sizes = sizesOf(wire);
    const merged = isFlat && sizes.slice(axis + 1).some((size) => size > 1);
    const read = merged
      ? builder.reshaped(wire, [...sizes.slice(0, axis), sizes.slice(axis).reduce((a, b) => a * b, 1)])
      : wire;
    const { symbol, others, last } = withLast(builder, read, axis);
    const layer = tfl.layers.activation({
      activation: activation as 'softmax',
      name: builder.name(node.name || activation),
    });
    const result = { ...read, symbol: builder.apply(layer as Layer, symbol), pieces: [...others, ...last] };
    return [merged ? builder.reshaped(result, sizes) : result];
  };
}

const batchNormalization: Rule = ({ node, inputs, operation }, builder) => {
  const [wire, ...vectors] = inputs;
  if (!isWire(wire) || wire.axes.length < 2 || vectors.length < 4 || !vectors.slice(0, 4).every(isConstant))
    return undefined;
  if (operation.number('training_mode', 0) === 1 || wire.axes[0].length > 0) return undefined;
  const { symbol, others, last, positions } = withLast(builder, wire, 1);
  const layer = tfl.layers.batchNormalization({
    axis: -1,
    epsilon: operation.number('epsilon', 1e-5),
    name: builder.name(node.name || 'batch_norm'),
  });
  const values = vectors.slice(0, 4).map((vector) => reordered(numbersOf(vector) as number[], positions));
  return [{ ...wire, symbol: builder.apply(layer as Layer, symbol, values), pieces: [...others, ...last] }];
};

const layerNormalization: Rule = ({ node, inputs: [wire, scale, shift], operation }, builder) => {
  if (!isWire(wire) || !isConstant(scale) || isWire(shift) || node.outputs.filter(Boolean).length > 1) return undefined;
  const rank = wire.axes.length;
  const axis = axisOf(operation.number('axis', -1), rank);
  const sizes = sizesOf(wire);
  const size = sizes.slice(axis).reduce((a, b) => a * b, 1);
  if (scale.data.length !== size || (shift && shift.data.length !== size)) return undefined;
  const read = builder.reshaped(wire, [...sizes.slice(0, axis), size]);
  const { symbol, others, last, positions } = withLast(builder, read, axis);
  const layer = tfl.layers.layerNormalization({
    axis: -1,
    epsilon: operation.number('epsilon', 1e-5),
    center: shift !== undefined,
    name: builder.name(node.name || 'layer_norm'),
  });
  const values = [scale, ...(shift ? [shift] : [])].map((vector) => reordered(vector.data, positions));
  const result = { ...read, symbol: builder.apply(layer as Layer, symbol, values), pieces: [...others, ...last] };
  return [builder.reshaped(result, sizes)];
};

const resize: Rule = (known, builder) => {
  const { node, inputs, operation } = known;
  const [wire, , scales, sizes] = inputs;
  const isOld = operation.version < 11;
  if (
    !isWire(wire) ||
    isOld ||
    isWire(scales) ||
    isWire(sizes) ||
    operation.text('coordinate_transformation_mode', '') === 'tf_crop_and_resize'
  )
    return undefined;
  const all = operation.numbers('axes')?.map((axis) => axisOf(axis, wire.axes.length)) ?? [...wire.axes.keys()];
  const wanted = { scales: numbersOf(scales), sizes: numbersOf(sizes) };
  const lengths = sizesOf(wire);
  const list = wanted.sizes?.length ? wanted.sizes : wanted.scales;
  if (list?.length !== all.length) return undefined;
  const isChanged = (value: number, i: number): boolean =>
    wanted.sizes?.length ? value !== lengths[all[i]] : value !== 1;
  const changed = list.flatMap((value, i) => (isChanged(value, i) ? [i] : []));
  if (operation.text('keep_aspect_ratio_policy', 'stretch') !== 'stretch') return undefined;
  if (changed.length === 0) return [wire];
  const axes = changed.map((i) => all[i]);
  const place = placed(builder, wire, axes);
  const values = changed.map((i) => list[i]);
  const numbers = wanted.sizes?.length
    ? [undefined, undefined, integers(values)]
    : [undefined, { type: 'float32' as const, shape: [values.length], data: Float32Array.from(values) }];
  const { symbol } = builder.operate(node, {
    operator: 'Resize',
    version: 18,
    attributes: { ...node.attributes, axes: [...place.at] },
    operands: [place.symbol, ...numbers],
  });
  return [resized(wire, axes, place, symbol)];
};

const cumulative: Rule = ({ node, inputs: [wire, at] }, builder) => {
  const axes = numbersOf(at);
  if (!isWire(wire) || !axes) return undefined;
  const axis = axisOf(axes[0], wire.axes.length);
  const place = placed(builder, wire, [axis]);
  const { symbol } = builder.operate(node, {
    operator: 'CumSum',
    attributes: node.attributes,
    operands: [place.symbol, integers([place.at[0]])],
    types: [wire.type],
  });
  return [resized(wire, [axis], place, symbol)];
};

const words = (list: string): string[] => list.split(' ');

/** Operators that compute along axes. */
export const axisRules: Rules = {
  ...Object.fromEntries(
    words(
      'ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceSumSquare ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp',
    ).map((name) => [name, reduction]),
  ),
  ArgMax: extreme,
  ArgMin: extreme,
  Softmax: softmax('softmax'),
  LogSoftmax: softmax('logSoftmax'),
  BatchNormalization: onChannels(batchNormalization),
  LayerNormalization: layerNormalization,
  Resize: resize,
  CumSum: cumulative,
};
