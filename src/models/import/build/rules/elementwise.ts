import { tfl, type SymbolicTensor } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import { broadcastSizes } from '../../operators/broadcasting.ts';
import { product } from '../../operators/values.ts';
import {
  isConstant,
  isWire,
  numbersOf,
  shapeOf,
  type Builder,
  type KnownNode,
  type Rule,
  type Rules,
} from '../builder.ts';
import { groupsOf } from '../placement.ts';
import { plainWire, regrouped, sizeOf, type Piece, type Wire } from '../wire.ts';

type Axes = readonly (readonly Piece[])[];

/** Applies a layer to a wire that keeps its shape. */
export function unary(wire: Wire, builder: Builder, layer: Layer): [Wire] {
  return [{ ...wire, symbol: builder.apply(layer, wire.symbol) }];
}

/** A stock layer for an activation, if there is one with its parameters. */
function activation(make: (known: KnownNode, name: string) => unknown): Rule {
  return (known, builder) => {
    const [wire] = known.inputs;
    if (!isWire(wire) || wire.type !== 'float32') return undefined;
    const layer = make(known, builder.name(known.node.name || known.node.operator));
    return layer ? unary(wire, builder, layer as Layer) : undefined;
  };
}

const named = (name: string): Rule =>
  activation((_, layer) => tfl.layers.activation({ activation: name as 'relu', name: layer }));

/** Operators of two wires that are stock layers. */
const merging: Readonly<Record<string, (name: string) => unknown>> = {
  Add: (name) => tfl.layers.add({ name }),
  Sum: (name) => tfl.layers.add({ name }),
  Mul: (name) => tfl.layers.multiply({ name }),
  Max: (name) => tfl.layers.maximum({ name }),
  Min: (name) => tfl.layers.minimum({ name }),
};

/**
 * Runs an operator that computes each value from those at its place. All operands are read in the order in which the largest wire
 * lies, so that nothing moves if the others lie alike.
 */
export const elementwise: Rule = ({ node, inputs }, builder) => {
  const shapes = inputs.flatMap((input) => (input ? [shapeOf(input)] : []));
  const sizes = shapes.reduce((a, b) => broadcastSizes(a, b));
  const aligned = inputs.map((input) => (isWire(input) ? withRank(input, sizes.length) : input));
  const wires = aligned.filter(isWire);
  const main = wires.reduce((largest, wire) => (product(shapeOf(wire)) > product(shapeOf(largest)) ? wire : largest));
  const split = product(shapeOf(main)) === product(sizes) ? alike(main, aligned) : undefined;
  if (!split) {
    const operands = aligned.map((input) =>
      isWire(input) ? builder.plain(input) : input && withRankOf(input, sizes.length),
    );
    const { symbol, type } = builder.operate(node, {
      operator: node.operator,
      attributes: node.attributes,
      operands,
      types: wires.map((wire) => wire.type),
    });
    return [plainWire(symbol, sizes, type)];
  }
  const present = (piece: Piece): string => split.map((input) => Number(isPresent(input, main, piece, sizes))).join('');
  const groups = uniform(groupsOf(main), present) ?? joined(main.pieces, present);
  const operands = split.map((input) => {
    if (input === undefined) return undefined;
    if (isWire(input))
      return builder.arranged(
        input,
        groups.map((group) =>
          group
            .filter((piece) => present(piece)[split.indexOf(input)] === '1')
            .map((piece) => counterpart(piece, main, input)),
        ),
      );
    return constantIn(input, main, groups, sizes);
  });
  const result = (symbol: SymbolicTensor, type: Wire['type']): [Wire] => [
    { symbol, pieces: groups.flat(), axes: main.axes, type },
  ];
  const merge = merging[node.operator];
  const symbols = operands.filter((operand) => operand !== undefined && 'sourceLayer' in operand) as SymbolicTensor[];
  if (merge && symbols.length === operands.length && wires.every(({ type }) => type === 'float32'))
    return result(builder.apply(merge(builder.name(node.name || node.operator)) as Layer, symbols), 'float32');
  const { symbol, type } = builder.operate(node, {
    operator: node.operator,
    attributes: node.attributes,
    operands,
    types: wires.map((wire) => wire.type),
  });
  return result(symbol, type);
};

/** Puts axes of size 1 in front. */
const withRank = (wire: Wire, rank: number): Wire => ({
  ...wire,
  axes: [...Array.from({ length: rank - wire.axes.length }, () => []), ...wire.axes],
});

/** A constant with axes of size 1 in front, and one for the batch; a single number has no axes. */
const withRankOf = (constant: Constant, rank: number): Constant => ({
  type: constant.type,
  data: constant.data,
  shape:
    product(constant.shape) === 1
      ? []
      : [1, ...Array.from({ length: rank - constant.shape.length }, () => 1), ...constant.shape],
});

type Input = Wire | Constant | undefined;

/** Reads all wires with axes of the same pieces as those of the main one; undefined if they cannot be. */
function alike(main: Wire, inputs: readonly Input[]): Input[] | undefined {
  const read = inputs.map((input) => {
    if (!isWire(input) || input === main) return input;
    const sizes = input.axes.map((axis, at) => (sizeOf(axis) === 1 ? [] : main.axes[at].map(({ size }) => size)));
    const flat = regrouped(input, sizes.flat());
    if (!flat) return undefined;
    let start = 0;
    const axes = sizes.map((parts) => flat.axes.slice(start, (start += parts.length)).flat());
    const isAlike = axes.every(
      (axis, at) => axis.length === sizes[at].length && axis.every(({ size }, i) => size === sizes[at][i]),
    );
    return isAlike ? { ...flat, axes } : undefined;
  });
  return read.some((wire, at) => wire === undefined && inputs[at] !== undefined) ? undefined : read;
}

/** The place of a piece: its axis, and its place there. */
function placeOf(axes: Axes, piece: Piece): [number, number] {
  const axis = axes.findIndex((pieces) => pieces.includes(piece));
  return [axis, axes[axis].indexOf(piece)];
}

export const counterpart = (piece: Piece, main: Wire, other: Wire): Piece => {
  const [axis, at] = placeOf(main.axes, piece);
  return other.axes[axis][at];
};

/** Whether an operand has different values along a piece. */
function isPresent(input: Input, main: Wire, piece: Piece, sizes: readonly number[]): boolean {
  if (input === undefined) return false;
  const [axis] = placeOf(main.axes, piece);
  if (isWire(input)) return input.axes[axis].length > 0;
  return (input.shape[axis - sizes.length + input.shape.length] ?? 1) > 1;
}

/** The groups, if all pieces of each are present in the same operands. */
function uniform(groups: Piece[][] | undefined, present: (piece: Piece) => string): Piece[][] | undefined {
  return groups?.every((group) => new Set(group.map(present)).size <= 1) ? groups : undefined;
}

/** Joins neighbours that are present in the same operands. */
function joined(pieces: readonly Piece[], present: (piece: Piece) => string): Piece[][] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const before = groups[groups.length - 1];
    if (before && present(before[0]) === present(piece)) before.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

/** A constant in the order of groups, with an axis for the batch. */
export function constantIn(
  constant: Constant,
  main: Pick<Wire, 'axes'>,
  groups: Axes,
  sizes: readonly number[],
): Constant {
  const { type, shape } = constant;
  if (product(shape) === 1) return { type, shape: [], data: constant.data };
  const { data } = constant;
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const offset = sizes.length - shape.length;
  const steps = groups.map((group) =>
    group.map((piece) => {
      const [axis, at] = placeOf(main.axes, piece);
      const isRepeated = (shape[axis - offset] ?? 1) === 1;
      return {
        size: piece.size,
        stride: isRepeated ? 0 : strides[axis - offset] * sizeOf(main.axes[axis].slice(at + 1)),
      };
    }),
  );
  const kept = steps.map((group) => (group.every(({ stride }) => stride === 0) ? [] : group));
  const target = [1, ...kept.map((group) => product(group.map(({ size }) => size)))];
  const flat = kept.flat();
  const values = new Float32Array(product(target));
  for (let i = 0; i < values.length; i++) {
    let [rest, at] = [i, 0];
    for (let j = flat.length - 1; j >= 0; j--) {
      at += (rest % flat[j].size) * flat[j].stride;
      rest = Math.floor(rest / flat[j].size);
    }
    values[i] = data[at];
  }
  return { type, shape: target, data: values };
}

/** Activations and arithmetic. */
export const elementwiseRules: Rules = {
  Relu: activation((_, name) => tfl.layers.reLU({ name })),
  Sigmoid: named('sigmoid'),
  Tanh: named('tanh'),
  Softplus: named('softplus'),
  Softsign: named('softsign'),
  LeakyRelu: activation(({ operation }, name) =>
    tfl.layers.leakyReLU({ name, alpha: operation.number('alpha', 0.01) }),
  ),
  Elu: activation(({ operation }, name) => tfl.layers.elu({ name, alpha: operation.number('alpha', 1) })),
  HardSigmoid: activation(({ operation }, name) =>
    Math.fround(operation.number('alpha', 0.2)) === Math.fround(0.2) && operation.number('beta', 0.5) === 0.5
      ? tfl.layers.activation({ name, activation: 'hardSigmoid' })
      : undefined,
  ),
  Clip: activation(({ operation, inputs }, name) => {
    if (inputs.slice(1).some((bound) => bound && !isConstant(bound))) return undefined;
    const low = numbersOf(inputs[1])?.[0] ?? operation.number('min', -Infinity);
    const high = numbersOf(inputs[2])?.[0] ?? operation.number('max', Infinity);
    return low === 0 && high > 0 ? tfl.layers.reLU({ name, ...(high < Infinity && { maxValue: high }) }) : undefined;
  }),
};
