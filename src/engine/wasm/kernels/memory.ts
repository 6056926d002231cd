import type { TensorInfo } from '@tensorflow/tfjs-core';
import { EngineError } from '../../../errors.ts';
import type { Backend } from './kernel.ts';
import type { Pointer } from './signatures.ts';

/** Bytes of a cache line. */
const line = 64;

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

/** Where the numbers of a tensor lie in the engine's memory. */
export function pointer(backend: Backend, { dataId }: TensorInfo): Pointer {
  return backend.dataIdMap.get(dataId).memoryOffset;
}

/** The pointers of several tensors, in their order. */
export function pointers<Tensors extends readonly TensorInfo[]>(
  backend: Backend,
  ...tensors: Tensors
): { [K in keyof Tensors]: Pointer } {
  return tensors.map((tensor) => pointer(backend, tensor)) as { [K in keyof Tensors]: Pointer };
}

/** A part of the engine's memory; it may move when something is allocated, so look anew then. */
export function floatsAt(backend: Backend, at: Pointer, length: number): Float32Array {
  return new Float32Array(backend.wasm.asm.memory.buffer, at, length);
}

/** Runs `work` with that many bytes of the engine's memory, uninitialised and aligned to a cache line, and gives them back. */
export function withScratch<T>(backend: Backend, bytes: number, work: (at: Pointer) => T): T {
  const at = backend.wasm._malloc(bytes + line - 1);
  try {
    return work(aligned(at));
  } finally {
    backend.wasm._free(at);
  }
}

/** Gives that many bytes of the engine's memory, uninitialised and aligned to a cache line. */
export type Allocate = (bytes: number) => Pointer;

/** Runs `work` with any number of blocks of the engine's memory, and gives them back. */
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
