/** How the values of one weight are stored. */
export interface Encoding {
  /** Bits of one value. */
  readonly bits: number;
  /** Bits of what the values refer to: scales, offsets, codebook. */
  readonly tableBits: number;
  /** Whether the table has an entry for every output channel, and shrinks with them. */
  readonly perChannel?: boolean;
  /** Values are offset + q · scale with q in 0 … 2^bits − 1; one pair for all values. */
  readonly affine?: { readonly scale: number; readonly offset: number };
  /** 1 where a value was pruned: it is zero, and need not be stored. */
  readonly pruned?: Uint8Array;
}

/** What is not compressed. */
export const float32: Encoding = { bits: 32, tableBits: 0 };

/**
 * Bytes of a weight of n values. Where values were pruned, the smaller of two codings counts: all n values, or a bitmap of n
 * bits and the values that were kept.
 *
 *   dense = n · bits + table,   bitmap = n + kept · bits + table
 */
export function bytesOf(n: number, { bits, tableBits, pruned }: Encoding): number {
  const dense = n * bits + tableBits;
  const kept = pruned ? pruned.reduce((count, flag) => count - flag, n) : n;
  return Math.ceil((pruned ? Math.min(dense, n + kept * bits + tableBits) : dense) / 8);
}
