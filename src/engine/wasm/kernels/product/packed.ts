import type { Backend } from '../kernel.ts';
import { withScratch } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/**
 * Runs `work` with the right operand [rows, columns] of a product, packed for the compiled product.
 *
 * @param at - address of the operand, or of its transpose [columns, rows] if `transposed` is set
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
