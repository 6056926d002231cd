/** How the values of one weight are stored. */
export interface Encoding {
  /** Bits per value. */
  readonly bits: number;
  /** Bits of the tables that the values refer to: scales, offsets, codebook. */
  readonly tableBits: number;
  /** Whether the table has one entry per output channel, and so shrinks with the channels. */
  readonly perChannel?: boolean;
  /** Values are offset + q · scale with q in 0 … 2^bits − 1; one pair for all values. */
  readonly affine?: { readonly scale: number; readonly offset: number };
  /** 1 per pruned value: it is zero and need not be stored. */
  readonly pruned?: Uint8Array;
}

/** The encoding of an uncompressed weight. */
export const float32: Encoding = { bits: 32, tableBits: 0 };

/**
 * Returns the bytes of a weight of n values. After pruning, the smaller of two codings counts: all n values, or a bitmap of
 * n bits and the kept values.
 *
 *   dense = n · bits + table,   bitmap = n + kept · bits + table
 */
export function bytesOf(n: number, { bits, tableBits, pruned }: Encoding): number {
  const dense = n * bits + tableBits;
  const kept = pruned ? pruned.reduce((count, flag) => count - flag, n) : n;
  return Math.ceil((pruned ? Math.min(dense, n + kept * bits + tableBits) : dense) / 8);
}
