import type { Backend } from '../kernel.ts';
import { kernels, withScratch } from '../module.ts';

/**
 * Runs `work` with the right operand [rows, columns] of a product packed as the compiled product takes it.
 *
 * @param at - where the operand lies, or where `transposed` is set its transpose [columns, rows]
 */
export function withPacked<T>(
  backend: Backend,
  at: number,
  rows: number,
  columns: number,
  transposed: boolean,
  work: (packed: number) => T,
): T {
  return withScratch(backend, rows * Math.ceil(columns / 8) * 32, (packed) => {
    kernels().pack(at, packed, rows, columns, transposed ? 1 : columns, transposed ? rows : 1);
    return work(packed);
  });
}
