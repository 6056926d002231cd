import type { Allocate } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';
import { type Planes, planeOf, type WinogradShape } from './winograd-shape.ts';

/** The filters of a convolution in the domain of Winograd's algorithm: 36 right operands, packed, `plane` bytes apart. */
export interface TransformedFilters extends Planes {
  /** Rows and columns per block of operands; the last one may be smaller. */
  readonly block: { readonly rows: number; readonly columns: number };
  /** Returns the operands of a block. */
  at(block: Block): Pointer;
}

/** Input and output channels of transformed filters. */
export interface Block {
  readonly firstRow: number;
  readonly rows: number;
  readonly firstColumn: number;
  readonly columns: number;
}

/** Filters as they lie in memory. */
export interface Filters {
  readonly at: Pointer;
  /** Whether they are turned, and their input and output channels exchanged: the gradient of the input needs it. */
  readonly turned: boolean;
}

/** Most bytes of the transformed filters of a convolution that are stored. */
const storedBytes = 2.5 * 2 ** 20;

/** Whether all transformed filters are stored; otherwise a block of them is transformed when it is multiplied. */
export function areStorable({ channels, outChannels }: WinogradShape): boolean {
  return 144 * channels * outChannels <= storedBytes;
}

/** Scratch bytes of a transform. */
const scratchBytes = 2112;

/** Channels of a block: 36 operands of 64 × 64 floats stay in a second-level cache. */
const blockChannels = 64;

/** Transforms all filters at once. */
export function transformAll(shape: WinogradShape, filters: Filters, allocate: Allocate): TransformedFilters {
  const { channels, outChannels } = shape;
  const plane = planeOf(channels * outChannels);
  const to = allocate(36 * plane + scratchBytes);
  const all = { firstRow: 0, rows: channels, firstColumn: 0, columns: outChannels };
  transform(shape, filters, all, to, plane);
  return {
    plane,
    block: { rows: channels, columns: blockChannels },
    at: ({ firstColumn }) => to + firstColumn * channels * 4,
  };
}

/** Transforms the filters of a block when they are asked for, so that they stay in the cache. */
export function transformBlocks(shape: WinogradShape, filters: Filters, allocate: Allocate): TransformedFilters {
  const block = {
    rows: Math.min(shape.channels, blockChannels),
    columns: Math.min(shape.outChannels, blockChannels),
  };
  const plane = planeOf(block.rows * block.columns);
  const to = allocate(36 * plane + scratchBytes);
  return {
    ...{ plane, block },
    at(part) {
      transform(shape, filters, part, to, plane);
      return to;
    },
  };
}

function transform(
  { channels, outChannels, size, grid }: WinogradShape,
  { at, turned }: Filters,
  { firstRow, rows, firstColumn, columns }: Block,
  to: Pointer,
  plane: number,
): void {
  const sizes = turned ? ([outChannels, channels] as const) : ([channels, outChannels] as const);
  const scratch = to + 36 * plane;
  const block = [firstRow, rows, firstColumn, columns] as const;
  kernels().winogradFilters(at, to, scratch, size, Number(grid === 9), Number(turned), ...sizes, ...block, plane);
}
