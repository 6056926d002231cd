import type { SymbolicTensor } from '../../../engine/tensors.ts';
import type { ElementType } from '../contract.ts';
import type { Builder } from './builder.ts';
import { axesOf, inMemoryOrder, positionsOn, sizeOf, type Piece, type Wire } from './wire.ts';

/** A wire with one axis last: [batch, ...others, last]. */
export interface Last {
  readonly symbol: SymbolicTensor;
  readonly others: readonly Piece[];
  /** The pieces of the axis as they lie in memory. */
  readonly last: readonly Piece[];
  /** Per entry of the last axis, its position on the axis of the graph; undefined if they agree. */
  readonly positions?: Int32Array;
}

/** Brings an axis to the end, in the order in which its pieces lie, so that weights are reordered instead of values. */
export function withLast(builder: Builder, wire: Wire, axis: number): Last {
  const pieces = wire.axes[axis];
  const last = inMemoryOrder(wire, pieces);
  const others = wire.pieces.filter((piece) => !pieces.includes(piece));
  const symbol = builder.arranged(wire, [...others.map((piece) => [piece]), last]);
  return { symbol, others, last, positions: positionsOn(pieces, last) };
}

/** Values of the graph in the order of the last axis. */
export function reordered(values: ArrayLike<number>, positions: Int32Array | undefined): Float32Array {
  return positions ? Float32Array.from(positions, (at) => values[at]) : Float32Array.from(values);
}

/** The pieces of each axis of the symbol of a wire, without the batch; undefined if an axis holds a part of a piece. */
export function groupsOf({ symbol, pieces }: Wire): Piece[][] | undefined {
  let at = 0;
  const groups = symbol.shape.slice(1).map((size) => {
    const group: Piece[] = [];
    while (sizeOf(group) < (size ?? 1) && at < pieces.length) group.push(pieces[at++]);
    return sizeOf(group) === size ? group : undefined;
  });
  return groups.every((group) => group !== undefined) && at === pieces.length ? (groups as Piece[][]) : undefined;
}

/** A wire in which some axes of the graph are axes of its symbol. */
export interface Placed {
  readonly symbol: SymbolicTensor;
  /** The pieces per axis of the symbol, without the batch. */
  readonly groups: readonly (readonly Piece[])[];
  /** Per axis asked for, its place in the symbol, counted with the batch. */
  readonly at: readonly number[];
}

const same = (a: readonly Piece[], b: readonly Piece[]): boolean =>
  a.length === b.length && a.every((piece, i) => piece === b[i]);

/** Makes axes of the graph to axes of the symbol; nothing moves if they are already. */
export function placed(builder: Builder, wire: Wire, axes: readonly number[]): Placed {
  const wanted = axes.map((axis) => wire.axes[axis]);
  const own = groupsOf(wire);
  const places = own && wanted.map((axis) => (axis.length === 0 ? -1 : own.findIndex((group) => same(group, axis))));
  if (own && places && !places.includes(-1))
    return { symbol: wire.symbol, groups: own, at: places.map((place) => place + 1) };
  const named = new Set(wanted.flat());
  const others = wire.pieces.filter((piece) => !named.has(piece)).map((piece) => [piece]);
  const groups = [...others, ...wanted];
  return { symbol: builder.arranged(wire, groups), groups, at: wanted.map((_, i) => others.length + i + 1) };
}

/** The wire of a result in which only the placed axes have other sizes. */
export function resized(
  wire: Wire,
  axes: readonly number[],
  { groups, at }: Placed,
  symbol: SymbolicTensor,
  type: ElementType = wire.type,
): Wire {
  const fresh = at.map((place) => axesOf([symbol.shape[place] as number])[0]);
  const unchanged = (axis: number): boolean => sizeOf(wire.axes[axis]) === symbol.shape[at[axes.indexOf(axis)]];
  const pieces = groups.flatMap((group, i) => {
    const index = at.indexOf(i + 1);
    return index < 0 || unchanged(axes[index]) ? group : fresh[index];
  });
  const logical = wire.axes.map((axis, i) => (axes.includes(i) && !unchanged(i) ? fresh[axes.indexOf(i)] : axis));
  return { symbol, pieces, axes: logical, type };
}
