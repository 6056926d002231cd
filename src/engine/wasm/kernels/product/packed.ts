import type { Backend } from '../kernel.ts';
import { withScratch } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/**
 * Runs `work` with the right operand [rows, columns] of a product packed as the compiled product takes it.
 *
 * @param at - where the operand lies, or where `transposed` is set its transpose [columns, rows]
 */
export function withPacked<T>(
  backend: Backend,
  at: Pointer,
  rows: number,
  columns: number,
  transposed: boolean,
  work: (packed: Pointer) => T,
): T {
  return withScratch(backend, rows * Math.ceil(columns / 8) * 32, (packed) => {
    kernels().pack(at, packed, rows, columns, transposed ? 1 : columns, transposed ? rows : 1);
    return work(packed);
  });
}
