import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, replaceKernel } from '../../kernels/replace-kernel.ts';
import type { Binding } from '../binding.ts';

/** The part of tfjs-node's backend that kernels use. */
export interface NativeBackend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(operation: string, attributes: Attribute[], inputs: TensorInfo[]): Tensor;
  executeMultipleOutputs(operation: string, attributes: Attribute[], inputs: TensorInfo[], outputs: number): Tensor[];
  /** Returns the binding's numbers of tensors. Values that TensorFlow does not have yet are passed to it first. */
  getInputTensorIds(tensors: TensorInfo[]): number[];
  createOutputTensor(description: { id: number; shape: number[]; dtype: number }): Tensor;
  /** The backend's data per tensor: its values until they are passed to TensorFlow, then null. */
  readonly tensorMap: { get(dataId: object): { readonly values: ArrayLike<number> | null } };
  incRef(dataId: object): void;
}

/** An attribute of a TensorFlow operation, with the number of its type. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** TensorFlow's type numbers, which are the same in all its versions. */
export const types: Readonly<Record<string, number>> = { float32: 1, int32: 3, string: 7, complex64: 8, bool: 10 };

export const textAttribute = (name: string, value: string): Attribute => ({ name, type: 0, value });
export const integers = (name: string, value: number | number[]): Attribute => ({ name, type: 1, value });
export const float = (name: string, value: number): Attribute => ({ name, type: 2, value });
export const truth = (name: string, value: boolean): Attribute => ({ name, type: 3, value });
export const typeOf = (name: string, dtype: string): Attribute => ({ name, type: 4, value: types[dtype] });
/** The attribute of most operations on float32. */
export const float32 = typeOf('T', 'float32');

/** Returns the tensor with this number in the binding, the result of one of its kernels. */
export function bindingTensor(
  backend: NativeBackend,
  id: number,
  shape: number[],
  dtype: 'float32' | 'bool' = 'float32',
): Tensor {
  return backend.createOutputTensor({ id, shape, dtype: types[dtype] });
}

/** A kernel of the native backends; `Attributes` are the options that TensorFlow.js gives it. */
export interface NativeKernel<Attributes = object> {
  readonly kernelName: string;
  compute(call: NativeCall<Attributes>): TensorInfo | TensorInfo[];
}

/** The arguments of a kernel call. */
export interface NativeCall<Attributes> extends Call<Attributes> {
  readonly backend: NativeBackend;
  /** Runs the kernel of tfjs-node that this one replaces, by default with the operands of the call. */
  original(operands?: Record<string, TensorInfo>): TensorInfo | TensorInfo[];
}

/** Registers a kernel and replaces tfjs-node's kernel of the same name. */
export function registerNative({ kernelName, compute }: NativeKernel): void {
  replaceKernel('tensorflow', kernelName, ({ inputs, attrs, backend }, original) =>
    compute({
      inputs,
      attrs,
      backend: backend as NativeBackend,
      original: (operands = inputs) => original(operands, attrs),
    }),
  );
}
