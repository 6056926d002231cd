import { splitSizes } from '../../operators/joining.ts';
import { slicedRanges, type Range } from '../../operators/slicing.ts';
import { axisOf } from '../../operators/values.ts';
import type { Builder } from '../builder.ts';
import { integers, isWire, listOf, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { placed, resized } from '../placement.ts';
import { sizesOf, type Wire } from '../wire.ts';

/** Takes ranges along axes. */
function sliced(wire: Wire, ranges: readonly Range[], { node }: Pick<KnownNode, 'node'>, builder: Builder): Wire {
  const sizes = sizesOf(wire);
  const needed = ranges.filter(({ axis, start, count, step }) => !(start === 0 && step === 1 && count === sizes[axis]));
  if (needed.length === 0) return wire;
  const axes = needed.map(({ axis }) => axis);
  const place = placed(builder, wire, axes);
  const ends = needed.map(({ start, count, step }) => start + count * step);
  const lists = [
    needed.map(({ start }) => start),
    ends.map((end) => (end < 0 ? -(2 ** 31) : end)),
    [...place.at],
    needed.map(({ step }) => step),
  ];
  const { symbol } = builder.operate(node, {
    operator: 'Slice',
    version: 13,
    operands: [place.symbol, ...lists.map(integers)],
    types: [wire.type],
  });
  return resized(wire, axes, place, symbol);
}

const slice: Rule = (known, builder) => {
  const [wire] = known.inputs;
  if (!isWire(wire)) return undefined;
  const [starts, ends] = [listOf(known, 1, 'starts') ?? [], listOf(known, 2, 'ends') ?? []];
  const ranges = slicedRanges(sizesOf(wire), starts, ends, listOf(known, 3, 'axes'), listOf(known, 4, 'steps'));
  return [sliced(wire, ranges, known, builder)];
};

const split: Rule = (known, builder) => {
  const [wire] = known.inputs;
  if (!isWire(wire)) return undefined;
  const { operation, node } = known;
  const axis = axisOf(operation.number('axis', 0), wire.axes.length);
  const length = sizesOf(wire)[axis];
  const parts = operation.number('num_outputs', node.outputs.length);
  let start = 0;
  return splitSizes(length, parts, listOf(known, 1, 'split')).map((count) => {
    const part = sliced(wire, [{ axis, start, count, step: 1 }], known, builder);
    start += count;
    return part;
  });
};

/** Operators that take parts of a tensor. */
export const slicingRules: Rules = { Slice: slice, Split: split };
