import { EngineError } from '../../errors.ts';
import { kernelsIn } from '../wasm/kernels/module.ts';
import type { KernelModule } from '../wasm/kernels/signatures.ts';

/** The part of WebAssembly that this file uses; its types are declared in the DOM library only. */
declare const WebAssembly: { Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer } };

const pageBytes = 65_536;

/**
 * Allocates separate memory for the compiled kernels, filled with zeros. It needs no engine and is freed with its last view.
 *
 * @returns the memory, and the kernels that work on it
 * @throws EngineError - if the host cannot allocate that much or cannot run the kernels
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
      `The compiled kernels need ${Math.ceil((pages * pageBytes) / 2 ** 20)} MiB of memory, which could not be allocated.\n` +
        'Expected less than 4 GiB, and that much free memory.\nCompare fewer inputs, or use fewer features per input.',
      { cause },
    );
  }
}
