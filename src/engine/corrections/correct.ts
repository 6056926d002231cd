import type { GradConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { replaceKernel } from '../kernels/replace-kernel.ts';
import { tf, type Tensor } from '../tensors.ts';

const corrected = new WeakSet<object>();

/** Replaces a kernel that the backend has. Does nothing if the kernel is already corrected. */
export function correctKernel<Attributes = object>(
  backend: string,
  kernelName: string,
  compute: Parameters<typeof replaceKernel<Attributes>>[2],
): void {
  const kernel = tf.getKernel(kernelName, backend);
  if (!kernel || corrected.has(kernel)) return;
  replaceKernel(backend, kernelName, compute);
  corrected.add(tf.getKernel(kernelName, backend));
}

/** Returns the result of a kernel as a tensor for further operations. The caller disposes it. Native kernels return tensors. */
export function tensorOf(result: TensorInfo | TensorInfo[]): Tensor {
  const [first] = [result].flat();
  return first instanceof tf.Tensor ? first : tf.engine().makeTensorFromTensorInfo(first);
}

/** Replaces the gradient of a kernel. Does nothing if the gradient is already corrected. */
export function correctGradient(
  kernelName: string,
  differentiate: (common: GradConfig['gradFunc']) => GradConfig['gradFunc'],
): void {
  const common = tf.getGradient(kernelName);
  if (corrected.has(common)) return;
  const gradient = { ...common, gradFunc: differentiate(common.gradFunc) };
  tf.registerGradient(gradient);
  corrected.add(gradient);
}
