import type { Constant } from '../../contract.ts';
import { product } from '../../operators/values.ts';
import { isWire } from '../known-node.ts';
import { regrouped, sizeOf, type Piece, type Wire } from '../wire.ts';

type Axes = readonly (readonly Piece[])[];

type Input = Wire | Constant | undefined;

/** Reads all wires with axes of the same pieces as those of the main one; undefined if they cannot be. */
export function alike(main: Wire, inputs: readonly Input[]): Input[] | undefined {
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

/** The piece of another wire at the place of a piece of the main one. */
export const counterpart = (piece: Piece, main: Wire, other: Wire): Piece => {
  const [axis, at] = placeOf(main.axes, piece);
  return other.axes[axis][at];
};

/** Whether an operand has different values along a piece. */
export function isPresent(input: Input, main: Wire, piece: Piece, sizes: readonly number[]): boolean {
  if (input === undefined) return false;
  const [axis] = placeOf(main.axes, piece);
  if (isWire(input)) return input.axes[axis].length > 0;
  return (input.shape[axis - sizes.length + input.shape.length] ?? 1) > 1;
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
