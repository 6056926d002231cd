import type { Allocate } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';
import { type Planes, planeOf, type WinogradShape } from './winograd-shape.ts';

/** The filters of a convolution in the domain of Winograd's algorithm: 36 right operands, packed, `plane` bytes apart. */
export interface TransformedFilters extends Planes {
  /** Returns the operands for output channels `first` to `first + columns`. */
  at(first: number, columns: number): Pointer;
}

/** Filters as they lie in memory. */
export interface Filters {
  readonly at: Pointer;
  /** Whether they are turned, and their input and output channels exchanged: the gradient of the input needs it. */
  readonly turned: boolean;
}

/** Most bytes of the transformed filters of a convolution that are stored. */
const storedBytes = 10 * 2 ** 20;

/** Whether all transformed filters are stored; otherwise a block of them is transformed when it is multiplied. */
export function areStorable({ channels, outChannels }: WinogradShape): boolean {
  return 144 * channels * outChannels <= storedBytes;
}

/** Scratch bytes of a transform. */
const scratchBytes = 1024;

/** Transforms all filters at once. */
export function transformAll(shape: WinogradShape, filters: Filters, allocate: Allocate): TransformedFilters {
  const plane = planeOf(shape.channels * shape.outChannels);
  const to = allocate(36 * plane + scratchBytes);
  transform(shape, filters, 0, shape.outChannels, to, plane);
  return { plane, at: (first) => to + first * shape.channels * 4 };
}

/** Transforms the filters of at most `most` output channels when they are asked for, so that they stay in the caches. */
export function transformBlocks(
  shape: WinogradShape,
  filters: Filters,
  most: number,
  allocate: Allocate,
): TransformedFilters {
  const plane = planeOf(shape.channels * most);
  const to = allocate(36 * plane + scratchBytes);
  return {
    plane,
    at(first, columns) {
      transform(shape, filters, first, columns, to, plane);
      return to;
    },
  };
}

function transform(
  { channels, outChannels }: WinogradShape,
  { at, turned }: Filters,
  first: number,
  columns: number,
  to: Pointer,
  plane: number,
): void {
  const sizes = turned ? ([outChannels, channels] as const) : ([channels, outChannels] as const);
  kernels().winogradFilters(at, to, to + 36 * plane, Number(turned), ...sizes, first, columns, plane);
}
