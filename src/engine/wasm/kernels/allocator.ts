import { EngineError } from '../../../errors.ts';
import type { Backend } from './kernel.ts';

/** What the allocator may add to a block, and to the memory that it asks for. */
const overhead = 2 ** 16;

/**
 * Makes an engine that has run out of memory say so. By itself it would go on: its backend writes to the address 0, and its
 * allocator, whose sums wrap around at 4 GiB, returns memory that is in use. So a block has to fit behind all of the memory
 * there is, even where a hole might have held it; that binds from some GiB on.
 */
export function guardAllocator(wasm: Backend['wasm']): void {
  wasm._free(wasm._malloc(64)); // the function replaces itself at its first use
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const fits = wasm.asm.memory.buffer.byteLength + bytes + overhead < 2 ** 32;
    const at = fits ? allocate(bytes) >>> 0 : 0;
    if (at === 0) throw new EngineError(`The engine has no ${bytes} bytes left.\nUse smaller batches.`);
    return at;
  };
}
