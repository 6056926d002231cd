import { tfl, type SymbolicTensor } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import { axisOf } from '../../operators/values.ts';
import type { Builder } from '../builder.ts';
import { isConstant, isWire, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { placed, resized } from '../placement.ts';
import { axesOf, plainWire, sizesOf, type Wire } from '../wire.ts';
import { constantIn, counterpart } from './operands.ts';

/** Joins wires and constants along an axis; all lie as the first wire does, if they can. */
const concat: Rule = ({ node, inputs, operation }, builder) => {
  const operands = inputs as readonly (Wire | Constant)[];
  const first = operands.find(isWire) as Wire;
  const axis = axisOf(operation.number('axis', 0), first.axes.length);
  const place = placed(builder, first, [axis]);
  const [at] = place.at;
  const isNamed = (i: number): boolean => i === at - 1;
  const sizesAt = (wire: Wire, i: number): string => wire.axes[i].map(({ size }) => size).join();
  const isAlike = operands.every(
    (operand) =>
      isConstant(operand) || operand.axes.every((_, i) => i === axis || sizesAt(operand, i) === sizesAt(first, i)),
  );
  const parts = operands.map((operand) => {
    if (isWire(operand) && !isAlike) return builder.plain(operand);
    if (isWire(operand))
      return builder.arranged(
        operand,
        place.groups.map((group, i) =>
          isNamed(i) ? operand.axes[axis] : group.map((piece) => counterpart(piece, first, operand)),
        ),
      );
    if (!isAlike) return { ...operand, shape: [1, ...operand.shape] };
    const own = axesOf([operand.shape[axis]])[0];
    const groups = place.groups.map((group, i) => (isNamed(i) ? own : group));
    const within = constantIn(operand, { axes: first.axes.map((pieces, i) => (i === axis ? own : pieces)) }, groups, [
      ...operand.shape,
    ]);
    return { ...within, shape: within.shape.length === 0 ? [1, ...groups.map(() => 1)] : within.shape };
  });
  const { symbol } = joined(parts, isAlike ? at : axis + 1, node, operands, builder);
  if (isAlike) return [resized(first, [axis], place, symbol, first.type)];
  return [
    plainWire(
      symbol,
      sizesOf(first).map((size, i) => (i === axis ? (symbol.shape[axis + 1] as number) : size)),
      first.type,
    ),
  ];
};

function joined(
  symbols: readonly (SymbolicTensor | Constant)[],
  axis: number,
  node: KnownNode['node'],
  operands: readonly (Wire | Constant)[],
  builder: Builder,
): { symbol: SymbolicTensor } {
  const wires = operands.filter(isWire);
  const areApart = new Set(symbols).size === symbols.length;
  if (areApart && wires.length === symbols.length && wires.length > 1)
    return {
      symbol: builder.apply(
        tfl.layers.concatenate({ axis, name: builder.name(node.name || 'concat') }) as Layer,
        symbols as SymbolicTensor[],
      ),
    };
  return builder.operate(node, {
    operator: 'Concat',
    version: 13,
    attributes: { axis, repeats_constants: 1 },
    operands: symbols,
    types: wires.map(({ type }) => type),
  });
}

/** Operators that join tensors. */
export const joiningRules: Rules = { Concat: concat };
