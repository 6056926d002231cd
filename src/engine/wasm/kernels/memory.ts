import type { TensorInfo } from '@tensorflow/tfjs-core';
import { EngineError } from '../../../errors.ts';
import type { Backend } from './kernel.ts';
import type { Pointer } from './signatures.ts';

/** Bytes of a cache line. */
const line = 64;

/** Upper bound of the bytes that the allocator adds to a block and to the memory that it requests. */
const overhead = 2 ** 16;

/**
 * Makes an engine that runs out of memory throw an error. Otherwise it would continue: its backend writes to address 0, and its
 * allocator, whose sums overflow at 4 GiB, returns memory that is in use. A block must therefore fit after all allocated memory,
 * even if a gap could hold it; this matters only at several GiB.
 */
export function guardAllocator(wasm: Backend['wasm']): void {
  wasm._free(wasm._malloc(64)); // the function replaces itself at its first call
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const fits = wasm.asm.memory.buffer.byteLength + bytes + overhead < 2 ** 32;
    const at = fits ? allocate(bytes) >>> 0 : 0;
    if (at === 0)
      throw new EngineError(
        `The engine is out of memory: it cannot allocate ${bytes} bytes more.\nUse smaller batches.`,
      );
    return at;
  };
}

/** Returns the address of a tensor's numbers in the engine's memory. */
export function pointer(backend: Backend, { dataId }: TensorInfo): Pointer {
  return backend.dataIdMap.get(dataId).memoryOffset;
}

/** Returns the pointers of several tensors, in order. */
export function pointers<Tensors extends readonly TensorInfo[]>(
  backend: Backend,
  ...tensors: Tensors
): { [K in keyof Tensors]: Pointer } {
  return tensors.map((tensor) => pointer(backend, tensor)) as { [K in keyof Tensors]: Pointer };
}

/** Returns a view of the engine's memory. The memory may move at the next allocation; get a new view after it. */
export function floatsAt(backend: Backend, at: Pointer, length: number): Float32Array {
  return new Float32Array(backend.wasm.asm.memory.buffer, at, length);
}

/** Runs `work` with temporary bytes of the engine's memory, uninitialised and aligned to a cache line. */
export function withScratch<T>(backend: Backend, bytes: number, work: (at: Pointer) => T): T {
  const at = backend.wasm._malloc(bytes + line - 1);
  try {
    return work(aligned(at));
  } finally {
    backend.wasm._free(at);
  }
}

/** Allocates bytes of the engine's memory, uninitialised and aligned to a cache line. */
export type Allocate = (bytes: number) => Pointer;

/** Runs `work` with any number of blocks of the engine's memory, and frees them afterwards. */
export function withAllocation<T>(backend: Backend, work: (allocate: Allocate) => T): T {
  const allocated: Pointer[] = [];
  try {
    return work((bytes) => {
      const at = backend.wasm._malloc(bytes + line - 1);
      allocated.push(at);
      return aligned(at);
    });
  } finally {
    for (const at of allocated) backend.wasm._free(at);
  }
}

function aligned(at: Pointer): Pointer {
  return Math.ceil(at / line) * line;
}
