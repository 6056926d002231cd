import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../../errors.ts';
import type { Backend } from './kernel.ts';
import type { KernelModule } from './signatures.ts';

/** The part of WebAssembly that this file uses; its types are declared in the DOM library only. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => { readonly exports: unknown };
};

let compiled: object | undefined;
let loaded: KernelModule | undefined;

/** Instantiates the compiled kernels in the engine's memory, so that they work on its tensors in place. */
export function loadKernels(backend: Backend): void {
  loaded = kernelsIn(backend.wasm.asm.memory);
}

/**
 * Returns the compiled kernels, instantiated in a memory.
 *
 * @throws EngineError - if the binary is missing or the host cannot run it
 */
export function kernelsIn(memory: object): KernelModule {
  const path = fileURLToPath(new URL('./kernels.wasm', import.meta.url));
  try {
    compiled ??= new WebAssembly.Module(readFileSync(path));
    return new WebAssembly.Instance(compiled, { env: { memory } }).exports as KernelModule;
  } catch (cause) {
    throw new EngineError(
      `The compiled kernels do not load from ${path}: ${(cause as Error).message}\n` +
        'In a checkout, build them by `npm run build`. In an installed package, use a host that supports SIMD.',
      { cause },
    );
  }
}

/** Returns the kernels that `loadKernels` instantiated. */
export function kernels(): KernelModule {
  if (!loaded) throw new EngineError('The compiled kernels are not loaded.\nAwait startEngine() first.');
  return loaded;
}
