import type { SymbolicTensor } from '../../../engine/tensors.ts';
import type { ElementType } from '../contract.ts';
import { product } from '../operators/values.ts';

/** A factor of a tensor's size: an axis, or a part of one. Its size is larger than 1. */
export interface Piece {
  readonly size: number;
}

/**
 * A tensor of a graph in a network. The graph counts one item; the network has a batch of them, as its first axis. The values of
 * an item lie in the order of `pieces`, and each axis of the graph consists of some of them. So reshaping and transposing only
 * change how the axes are read, and nothing moves before an operator needs another order.
 */
export interface Wire {
  /** [batch, …], of any shape. */
  readonly symbol: SymbolicTensor;
  /** From the outermost to the innermost, as they lie in memory. */
  readonly pieces: readonly Piece[];
  /** Per axis of the graph, its pieces; none for an axis of size 1. */
  readonly axes: readonly (readonly Piece[])[];
  readonly type: ElementType;
}

export const sizeOf = (axis: readonly Piece[]): number => product(axis.map(({ size }) => size));

/** The shape in the graph. */
export const sizesOf = ({ axes }: Wire): number[] => axes.map(sizeOf);

/** Axes of these sizes, of one new piece each. */
export const axesOf = (sizes: readonly number[]): Piece[][] => sizes.map((size) => (size === 1 ? [] : [{ size }]));

/** A wire whose values lie in the order of its axes. */
export function plainWire(symbol: SymbolicTensor, sizes: readonly number[], type: ElementType): Wire {
  const axes = axesOf(sizes);
  return { symbol, pieces: axes.flat(), axes, type };
}

/** Reads a wire with its axes in another order. */
export function transposed(wire: Wire, order: readonly number[]): Wire {
  return { ...wire, axes: order.map((axis) => wire.axes[axis]) };
}

/**
 * Reads a wire with axes of other sizes, in the same order of values.
 *
 * @returns undefined if the values have to move first
 */
export function regrouped(wire: Wire, sizes: readonly number[]): Wire | undefined {
  let rest = wire.axes.flat();
  let { pieces } = wire;
  const axes = sizes.map((size) => {
    const axis: Piece[] = [];
    let left = size;
    while (left > 1 && rest.length > 0) {
      const [piece, ...others] = rest;
      if (left % piece.size === 0) {
        axis.push(piece);
        rest = others;
        left /= piece.size;
      } else if (piece.size % left === 0) {
        const [outer, inner] = [{ size: left }, { size: piece.size / left }];
        pieces = pieces.flatMap((each) => (each === piece ? [outer, inner] : [each]));
        axis.push(outer);
        rest = [inner, ...others];
        left = 1;
      } else break;
    }
    return { axis, fits: left === 1 };
  });
  return rest.length === 0 && axes.every(({ fits }) => fits)
    ? { ...wire, pieces, axes: axes.map(({ axis }) => axis) }
    : undefined;
}

/** Pieces in the order in which they lie in memory. */
export function inMemoryOrder({ pieces }: Wire, some: readonly Piece[]): Piece[] {
  return pieces.filter((piece) => some.includes(piece));
}

/**
 * Where values along an axis lie, if its pieces are read in another order.
 *
 * @returns per position in the order of `read`, the position on the axis; undefined if the orders agree
 */
export function positionsOn(axis: readonly Piece[], read: readonly Piece[]): Int32Array | undefined {
  if (axis.every((piece, i) => piece === read[i])) return undefined;
  const strides = read.map((piece) => sizeOf(axis.slice(axis.indexOf(piece) + 1)));
  return Int32Array.from({ length: sizeOf(axis) }, (_, at) => {
    let [rest, position] = [at, 0];
    for (let i = read.length - 1; i >= 0; i--) {
      position += (rest % read[i].size) * strides[i];
      rest = Math.floor(rest / read[i].size);
    }
    return position;
  });
}
