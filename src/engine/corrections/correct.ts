import type { GradConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { replaceKernel } from '../kernels/replace-kernel.ts';
import { tf, type Tensor } from '../tensors.ts';

const corrected = new WeakSet<object>();

/** Replaces a kernel that a backend has; nothing happens if it was corrected before. */
export function correctKernel<Attributes = object>(
  backend: string,
  kernelName: string,
  compute: Parameters<typeof replaceKernel<Attributes>>[2],
): void {
  const own = tf.getKernel(kernelName, backend);
  if (!own || corrected.has(own)) return;
  replaceKernel(backend, kernelName, compute);
  corrected.add(tf.getKernel(kernelName, backend));
}

/** The result of a kernel as a tensor, for operations that take it further; it is the caller's to dispose of. */
export function tensorOf(result: TensorInfo | TensorInfo[]): Tensor {
  return tf.engine().makeTensorFromTensorInfo([result].flat()[0]);
}

/** Replaces the gradient of a kernel; nothing happens if it was corrected before. */
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
