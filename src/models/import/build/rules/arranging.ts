import { tfl, type SymbolicTensor } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import { splitSizes } from '../../operators/joining.ts';
import { reshapedSizes, squeezedSizes, unsqueezedSizes } from '../../operators/reshaping.ts';
import { slicedRanges, type Range } from '../../operators/slicing.ts';
import { axisOf, OperatorError, product } from '../../operators/values.ts';
import { isConstant, isWire, numbersOf, type Builder, type KnownNode, type Rule, type Rules } from '../builder.ts';
import { placed, resized } from '../placement.ts';
import { axesOf, plainWire, sizesOf, transposed, type Wire } from '../wire.ts';
import { constantIn, counterpart } from './elementwise.ts';

export const integers = (data: readonly number[]): Constant => ({
  type: 'int32',
  shape: [data.length],
  data: Int32Array.from(data),
});

const same: Rule = ({ inputs }) => inputs.slice(0, 1) as [Wire];

/** Reads the first input with other sizes. */
function sized(sizes: (shape: readonly number[], known: KnownNode, builder: Builder) => readonly number[]): Rule {
  return (known, builder) => {
    const [wire] = known.inputs;
    return isWire(wire) ? [builder.reshaped(wire, sizes(sizesOf(wire), known, builder))] : undefined;
  };
}

/** The list of an input, or of an attribute in older versions. @throws OperatorError if it is computed from the inputs of the model */
export function listOf({ inputs, operation }: KnownNode, at: number, attribute: string): readonly number[] | undefined {
  const value = inputs[at];
  if (isWire(value)) throw new OperatorError(`its ${attribute} depends on the values of the inputs`);
  return numbersOf(value) ?? operation.numbers(attribute);
}

/** A graph that was exported for a batch of a fixed size states it as the first size. */
function targetSizes(shape: readonly number[], target: readonly number[], batch: number, keepsZero: boolean): number[] {
  try {
    return reshapedSizes(shape, target, keepsZero);
  } catch (cause) {
    if (batch <= 1 || target[0] !== batch) throw cause;
    return reshapedSizes(shape, [1, ...target.slice(1)], keepsZero);
  }
}

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
  if (wires.length === symbols.length && wires.length > 1)
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

/** Selects positions along an axis, or rows of a table by ids. */
const gather: Rule = ({ node, inputs: [data, indices], operation }, builder) => {
  const axis = operation.number('axis', 0);
  if (isConstant(data) && isWire(indices) && data.shape.length === 2 && axis === 0) {
    const [inputDim, outputDim] = data.shape;
    const layer = tfl.layers.embedding({
      inputDim,
      outputDim,
      embeddingsInitializer: 'zeros',
      name: builder.name(node.name || 'embedding'),
    });
    const symbol = builder.apply(layer as Layer, indices.symbol, [data.data as Float32Array]);
    const rows = plainWire(symbol, [outputDim], 'float32');
    return [
      { symbol, pieces: [...indices.pieces, ...rows.pieces], axes: [...indices.axes, ...rows.axes], type: 'float32' },
    ];
  }
  if (!isWire(data) || !isConstant(indices)) return undefined;
  const at = axisOf(axis, data.axes.length);
  const place = placed(builder, data, [at]);
  const operands = [place.symbol, integers(Array.from(indices.data))];
  const { symbol } = builder.operate(node, {
    operator: 'Gather',
    attributes: { axis: place.at[0] },
    operands,
    types: [data.type],
  });
  const rows = resized(data, [at], place, symbol);
  if (indices.shape.length === 1) return [rows];
  const sizes = sizesOf(rows);
  return [builder.reshaped(rows, [...sizes.slice(0, at), ...indices.shape, ...sizes.slice(at + 1)])];
};

const pad: Rule = (known, builder) => {
  const { node, inputs, operation } = known;
  const [wire] = inputs;
  if (!isWire(wire)) return undefined;
  const flat = listOf(known, 1, 'pads') ?? [];
  const axes = (listOf(known, 3, 'axes') ?? [...wire.axes.keys()]).map((axis) => axisOf(axis, wire.axes.length));
  const sides = axes
    .map((axis, i) => ({ axis, before: flat[i], behind: flat[i + axes.length] }))
    .filter(({ before, behind }) => before !== 0 || behind !== 0);
  if (sides.length === 0) return [wire];
  const named = sides.map(({ axis }) => axis);
  const place = placed(builder, wire, named);
  const rank = place.groups.length + 1;
  const pads = Array.from({ length: 2 * rank }, () => 0);
  sides.forEach(({ before, behind }, i) => {
    pads[place.at[i]] = before;
    pads[place.at[i] + rank] = behind;
  });
  const mode = operation.text('mode', 'constant');
  const value = numbersOf(inputs[2])?.[0] ?? operation.number('value', 0);
  const isStock =
    mode === 'constant' &&
    value === 0 &&
    rank === 4 &&
    place.at.every((at) => at < 3) &&
    pads.every((count) => count >= 0);
  if (isStock) {
    const padding = [
      [pads[1], pads[5]],
      [pads[2], pads[6]],
    ] as [[number, number], [number, number]];
    const layer = tfl.layers.zeroPadding2d({ padding, name: builder.name(node.name || 'pad') });
    return [resized(wire, named, place, builder.apply(layer as Layer, place.symbol))];
  }
  const { symbol } = builder.operate(node, {
    operator: 'Pad',
    version: 2,
    attributes: { pads, mode, value },
    operands: [place.symbol],
    types: [wire.type],
  });
  return [resized(wire, named, place, symbol)];
};

/** Operators that move values, or only read them otherwise. */
export const arrangingRules: Rules = {
  Identity: same,
  Dropout: (known) => {
    const [, , training] = known.inputs;
    if (numbersOf(training)?.[0]) throw new OperatorError('it was exported in training mode, so it drops values');
    return known.node.outputs.length === 1 ? same(known, undefined as never) : undefined;
  },
  Cast: (known) => {
    const [wire] = known.inputs;
    return isWire(wire) && wire.type === 'float32' && [1, 10, 11, 16].includes(known.operation.number('to', 1))
      ? [wire]
      : undefined;
  },
  Reshape: sized((shape, known, builder) =>
    targetSizes(shape, listOf(known, 1, 'shape') ?? [], builder.batch, known.operation.number('allowzero', 0) === 1),
  ),
  Flatten: sized((shape, { operation }) => {
    const given = operation.number('axis', 1);
    const axis = given < 0 ? given + shape.length : given;
    return [product(shape.slice(0, axis)), product(shape.slice(axis))];
  }),
  Squeeze: sized((shape, known) => squeezedSizes(shape, listOf(known, 1, 'axes'))),
  Unsqueeze: sized((shape, known) => unsqueezedSizes(shape, listOf(known, 1, 'axes') ?? [])),
  Transpose: ({ inputs: [wire], operation }) =>
    isWire(wire) ? [transposed(wire, operation.numbers('perm') ?? [...wire.axes.keys()].reverse())] : undefined,
  Shape: ({ inputs: [wire], operation }) => {
    if (!isWire(wire)) return undefined;
    const sizes = sizesOf(wire);
    return [integers(sizes.slice(operation.number('start', 0), operation.number('end', sizes.length)))];
  },
  Size: ({ inputs: [wire] }) =>
    isWire(wire) ? [{ type: 'int32', shape: [], data: Int32Array.of(product(sizesOf(wire))) }] : undefined,
  Expand: (known, builder) => {
    const [wire, target] = known.inputs;
    if (!isWire(wire) || !isConstant(target)) return undefined;
    const sizes = Array.from(target.data);
    if (builder.batch > 1 && sizes[0] === builder.batch) sizes[0] = 1;
    const shape = sizesOf(wire);
    const offset = shape.length - sizes.length;
    const isSame = offset >= 0 && sizes.every((size, i) => size === 1 || size === shape[i + offset]);
    return isSame ? [wire] : undefined;
  },
  Slice: slice,
  Split: split,
  Concat: concat,
  Gather: gather,
  Pad: pad,
};
