import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { type Call, replaceKernel } from '../../kernels/replace-kernel.ts';
import type { Binding } from '../binding.ts';

/** The backend of tfjs-node, as far as kernels need it. */
export interface NativeBackend {
  readonly binding: Binding;
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(operation: string, attributes: Attribute[], inputs: TensorInfo[]): Tensor;
  executeMultipleOutputs(operation: string, attributes: Attribute[], inputs: TensorInfo[], outputs: number): Tensor[];
  /** The binding's numbers of tensors, whose values are handed to TensorFlow if they were not yet. */
  getInputTensorIds(tensors: TensorInfo[]): number[];
  createOutputTensor(description: { id: number; shape: number[]; dtype: number }): Tensor;
  /** What the backend holds of a tensor; its values while they are not handed to TensorFlow. */
  readonly tensorMap: { get(dataId: object): { readonly values: ArrayLike<number> | null } };
  incRef(dataId: object): void;
}

/** An attribute of an operation of TensorFlow, with the number of its type. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The numbers of TensorFlow's types, which are the same in all its versions. */
export const types: Readonly<Record<string, number>> = { float32: 1, int32: 3, string: 7, complex64: 8, bool: 10 };

export const textAttribute = (name: string, value: string): Attribute => ({ name, type: 0, value });
export const integers = (name: string, value: number | number[]): Attribute => ({ name, type: 1, value });
export const float = (name: string, value: number): Attribute => ({ name, type: 2, value });
export const truth = (name: string, value: boolean): Attribute => ({ name, type: 3, value });
export const typeOf = (name: string, dtype: string): Attribute => ({ name, type: 4, value: types[dtype] });
/** The attribute that most operations on float32 have. */
export const float32 = typeOf('T', 'float32');

/** A tensor that a kernel of the binding made, by the number that it has there. */
export function made(
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

/** What a kernel is called with. */
export interface NativeCall<Attributes> extends Call<Attributes> {
  readonly backend: NativeBackend;
  /** Runs the kernel of tfjs-node that this one replaces. */
  original(): TensorInfo | TensorInfo[];
}

/** Puts a kernel in the place of that of tfjs-node. */
export function registerNative({ kernelName, compute }: NativeKernel): void {
  replaceKernel('tensorflow', kernelName, ({ inputs, attrs, backend }, own) =>
    compute({ inputs, attrs, backend: backend as NativeBackend, original: () => own(inputs, attrs) }),
  );
}
