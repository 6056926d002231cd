import { EngineError } from '../../errors.ts';
import { kernelsIn } from '../wasm/kernels/module.ts';
import type { KernelModule } from '../wasm/kernels/signatures.ts';

/** What this file needs of WebAssembly, whose types come with the DOM only. */
declare const WebAssembly: { Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer } };

const pageBytes = 65_536;

/**
 * Memory of its own for the compiled kernels, zero at first: what works in it needs no engine, and is freed with the last view.
 *
 * @throws EngineError - if the host does not give that much, or cannot run the kernels
 */
export function kernelMemory(bytes: number): { readonly buffer: ArrayBuffer; readonly kernels: KernelModule } {
  const memory = allocated(Math.max(1, Math.ceil(bytes / pageBytes)));
  return { buffer: memory.buffer, kernels: kernelsIn(memory) };
}

function allocated(pages: number): { readonly buffer: ArrayBuffer } {
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    throw new EngineError(
      `There are no ${Math.ceil((pages * pageBytes) / 2 ** 20)} MiB for the compiled kernels.\nExpected less than 4 GiB, and ` +
        'that the machine has them.\nCompare with fewer inputs, or with fewer features of each.',
      { cause },
    );
  }
}
