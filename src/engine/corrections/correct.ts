import type { GradConfig } from '@tensorflow/tfjs-core';
import { replaceKernel } from '../kernels/replace-kernel.ts';
import { tf } from '../tensors.ts';

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
