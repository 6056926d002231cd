import { reshapedSizes, squeezedSizes, unsqueezedSizes } from '../../operators/reshaping.ts';
import { product } from '../../operators/values.ts';
import type { Builder } from '../builder.ts';
import { integers, isConstant, isWire, listOf, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { sizesOf, transposed } from '../wire.ts';

/** Reads the first input with other sizes. */
function sized(sizes: (shape: readonly number[], known: KnownNode, builder: Builder) => readonly number[]): Rule {
  return (known, builder) => {
    const [wire] = known.inputs;
    return isWire(wire) ? [builder.reshaped(wire, sizes(sizesOf(wire), known, builder))] : undefined;
  };
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

/** Operators that only read values with other axes, and those that read sizes. */
export const reshapingRules: Rules = {
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
};
