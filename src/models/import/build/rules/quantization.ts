import type { Constant } from '../../contract.ts';
import { axisOf, product } from '../../operators/values.ts';
import type { Builder } from '../builder.ts';
import { isConstant, isWire, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { reordered, withLast } from '../placement.ts';
import type { Wire } from '../wire.ts';

/** Scale and zero point: one number each, or one per entry of an axis. */
interface Grid {
  readonly scale: Constant;
  readonly zero?: Constant;
}

/**
 * Quantises or dequantises where the values lie: with one scale, nothing moves; with one per entry of an axis, the axis comes last and
 * the scales are reordered.
 */
const quantization: Rule = (known, builder) => {
  const { inputs, operation } = known;
  const [wire, scale, zero] = inputs;
  if (!isWire(wire) || !isConstant(scale) || isWire(zero)) return undefined;
  if (product(scale.shape) === 1)
    return [applied(known, builder, wire, wire.symbol, { scale: single(scale), zero: zero && single(zero) })];
  if (scale.shape.length !== 1) return undefined;
  const axis = axisOf(operation.number('axis', 1), wire.axes.length);
  const { symbol, others, last, positions } = withLast(builder, wire, axis);
  const ordered = ({ type, shape, data }: Constant): Constant => ({ type, shape, data: reordered(data, positions) });
  const grid = { scale: ordered(scale), zero: zero && ordered(zero) };
  return [{ ...applied(known, builder, wire, symbol, grid), pieces: [...others, ...last] }];
};

const single = ({ type, data }: Constant): Constant => ({ type, shape: [], data });

function applied(
  { node, operation }: KnownNode,
  builder: Builder,
  wire: Wire,
  symbol: Wire['symbol'],
  { scale, zero }: Grid,
): Wire {
  const result = builder.operate(node, {
    operator: operation.operator,
    version: operation.version,
    attributes: { ...node.attributes, axis: -1 },
    operands: [symbol, scale, zero],
    types: [wire.type],
  });
  return { ...wire, ...result };
}

/** Operators that change numbers to integers and back. */
export const quantizationRules: Rules = { QuantizeLinear: quantization, DequantizeLinear: quantization };
