import { tfl, type SymbolicTensor } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import { broadcastSizes } from '../../operators/broadcasting.ts';
import { product } from '../../operators/values.ts';
import { isWire, shapeOf, type Rule } from '../known-node.ts';
import { groupsOf } from '../placement.ts';
import { plainWire, type Piece, type Wire } from '../wire.ts';
import { alike, constantIn, counterpart, isPresent } from './operands.ts';

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
  const presence = new Map(
    main.pieces.map((piece) => [piece, split.map((input) => Number(isPresent(input, main, piece, sizes))).join('')]),
  );
  const present = (piece: Piece): string => presence.get(piece) as string;
  const groups = uniform(groupsOf(main), present) ?? joined(main.pieces, present);
  const operands = split.map((input, at) => {
    if (input === undefined) return undefined;
    if (isWire(input))
      return builder.arranged(
        input,
        groups.map((group) =>
          group.filter((piece) => present(piece)[at] === '1').map((piece) => counterpart(piece, main, input)),
        ),
      );
    return constantIn(input, main, groups, sizes);
  });
  const result = (symbol: SymbolicTensor, type: Wire['type']): [Wire] => [
    { symbol, pieces: groups.flat(), axes: main.axes, type },
  ];
  const merge = merging[node.operator];
  const symbols = operands.filter((operand) => operand !== undefined && 'sourceLayer' in operand) as SymbolicTensor[];
  if (
    merge &&
    symbols.length > 1 &&
    symbols.length === operands.length &&
    wires.every(({ type }) => type === 'float32')
  )
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
