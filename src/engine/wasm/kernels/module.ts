import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { EngineError } from '../../../errors.ts';
import type { Backend } from './kernel.ts';

type Routine = (...numbers: number[]) => void;

/** The compiled kernels of ../assembly, documented there; pointers are byte offsets in the memory they were given. */
export interface KernelModule {
  readonly pack: Routine;
  readonly padImages: Routine;
  readonly cropImages: Routine;
  readonly product: Routine;
  readonly pooledProduct: Routine;
  readonly planeConvolution: Routine;
  readonly pooledPlaneConvolution: Routine;
  readonly filterGradient: Routine;
  readonly inputGradient: Routine;
  readonly maxPool: Routine;
  readonly maxPoolGradient: Routine;
  readonly averagePool: Routine;
  readonly averagePoolGradient: Routine;
  readonly addToRows: Routine;
  readonly sumRows: Routine;
  readonly reluGradient: Routine;
  readonly normaliseRows: Routine;
  readonly normalisationGradient: Routine;
  readonly centredSums: Routine;
  readonly adamStep: Routine;
  readonly lstmStep: Routine;
  readonly lstmStepGradient: Routine;
  readonly squaredDistances: Routine;
  readonly innerProducts: Routine;
  readonly nearestRows: Routine;
  readonly product64: Routine;
  readonly addExponentials: Routine;
  readonly sign: Routine;
  readonly clip: Routine;
  readonly segmentSum: Routine;
  readonly depthwise: Routine;
  readonly depthwiseFilterGradient: Routine;
  readonly depthwiseInputGradient: Routine;
  readonly volumeGradient: Routine;
  readonly countNonZero: (...numbers: number[]) => number;
  readonly sparseFilterGradient: Routine;
  readonly sparseInputGradient: Routine;
  readonly adaptiveStep: Routine;
  readonly adaptiveStepL2: Routine;
}

/** What this file needs of WebAssembly, whose types come with the DOM only. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => { readonly exports: unknown };
};

let compiled: object | undefined;
let loaded: { readonly routines: KernelModule; readonly memory: Backend['wasm']['asm']['memory'] } | undefined;

/** Instantiates the compiled kernels in the memory of the engine, so that they work on its tensors in place. */
export function loadKernels(backend: Backend): void {
  const { memory } = backend.wasm.asm;
  loaded = { routines: kernelsIn(memory), memory };
}

/**
 * The compiled kernels, at work in a memory.
 *
 * @throws EngineError - if the binary is absent or the host cannot run it
 */
export function kernelsIn(memory: object): KernelModule {
  const path = fileURLToPath(new URL('./kernels.wasm', import.meta.url));
  try {
    compiled ??= new WebAssembly.Module(readFileSync(path));
    return new WebAssembly.Instance(compiled, { env: { memory } }).exports as KernelModule;
  } catch (cause) {
    throw new EngineError(
      `The compiled kernels do not load from ${path}: ${(cause as Error).message}\n` +
        'In a checkout build them by `npm run build`; an installed package brings them and needs a host with SIMD.',
      { cause },
    );
  }
}

/** The compiled kernels. */
export function kernels(): KernelModule {
  if (!loaded) throw new EngineError('The compiled kernels are not loaded.\nAwait startEngine() first.');
  return loaded.routines;
}

/** Where the numbers of a tensor lie in the engine's memory. */
export function pointer(backend: Backend, { dataId }: TensorInfo): number {
  return backend.dataIdMap.get(dataId).memoryOffset;
}

/** A part of the engine's memory; it may move when something is allocated, so look anew then. */
export function floatsAt(backend: Backend, at: number, length: number): Float32Array {
  return new Float32Array(backend.wasm.asm.memory.buffer, at, length);
}

/** Runs `work` with that many bytes of the engine's memory, uninitialised and aligned to a cache line, and gives them back. */
export function withScratch<T>(backend: Backend, bytes: number, work: (at: number) => T): T {
  const at = backend.wasm._malloc(bytes + 63);
  try {
    return work(Math.ceil(at / 64) * 64);
  } finally {
    backend.wasm._free(at);
  }
}
