import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { EngineError } from '../../../errors.ts';
import { type Call, missingKernel, replaceKernel } from '../../kernels/replace-kernel.ts';
import { tf } from '../../tensors.ts';

/** The WebAssembly backend with the part of its module that its types omit. */
export type Backend = Omit<BackendWasm, 'wasm'> & {
  readonly wasm: {
    readonly HEAPU8: Uint8Array;
    readonly asm: { readonly memory: { readonly buffer: ArrayBuffer } };
    _malloc(bytes: number): number;
    _free(at: number): void;
  };
};

/** A kernel of the WebAssembly backend; `Attributes` are the options that TensorFlow.js gives it. */
export interface Kernel<Attributes = object> {
  readonly kernelName: string;
  compute(call: KernelCall<Attributes>): TensorInfo | TensorInfo[];
}

/** The arguments of a kernel call. */
export interface KernelCall<Attributes = object> extends Call<Attributes> {
  readonly backend: Backend;
  /** Runs the replaced kernel, for cases that this one does not compute. */
  original(inputs: Record<string, TensorInfo>, attrs: Attributes): TensorInfo;
}

/** Registers a kernel in place of the backend's kernel, which it may fall back on. */
export function register({ kernelName, compute }: Kernel): void {
  replaceKernel('wasm', kernelName, ({ inputs, attrs, backend }, original) =>
    compute({
      inputs,
      attrs,
      backend: backend as Backend,
      original: (...operands) => original(...operands) as TensorInfo,
    }),
  );
}

/** Runs a registered kernel on tensor infos. The caller disposes the result. */
export function run(
  kernelName: string,
  inputs: Record<string, TensorInfo>,
  backend: Backend,
  attrs: object,
): TensorInfo {
  const kernel = tf.getKernel(kernelName, 'wasm');
  if (!kernel) throw missingKernel(kernelName, 'wasm');
  return kernel.kernelFunc({ inputs, backend, attrs: attrs as NamedAttrMap }) as TensorInfo;
}

/** @throws EngineError - if the data format is channels first: all kernels compute on [batch, height, width, channels] */
export function refuseChannelsFirst(kernelName: string, dataFormat: string | undefined): void {
  if (dataFormat === undefined || dataFormat === 'NHWC') return;
  throw new EngineError(
    `${kernelName}: dataFormat is "${dataFormat}".\nEngine "wasm" supports channels last only.\nUse "NHWC".`,
  );
}

/**
 * TensorFlow.js gives the output negative sizes if a filter or window is larger than its input. Two of them have a positive product,
 * and the kernels would read beyond their operands.
 *
 * @throws EngineError - if a size of the output is negative
 */
export function refuseNegative(
  kernelName: string,
  outputShape: readonly number[],
  inputShape: readonly number[],
): void {
  if (outputShape.every((size) => size >= 0)) return;
  throw new EngineError(
    `${kernelName}: the window is larger than its input [${inputShape.join(', ')}]; the output would be [${outputShape.join(', ')}].\n` +
      'Expected a window no larger than its input, with padding.\nUse a smaller window, or pad by "same".',
  );
}
