import type { PoolingStage } from '../../../operations/sequence.ts';
import { tf } from '../../../tensors.ts';
import type { Shape4D } from '../kernel.ts';
import { kernels } from '../module.ts';
import type { Routine } from './routine.ts';

/** Max pooling. */
export function pooling(stage: PoolingStage, inputShape: readonly number[]): Routine {
  const { shape, numbers } = windowsOf(stage, inputShape);
  return { shape, scratch: 0, run: (from, to, inputs) => kernels().maxPool(from, to, inputs, ...numbers) };
}

/** The windows of a pooling, as the compiled kernel takes them, and whether they are two by two pixels side by side. */
export function windowsOf(
  { size, strides, pad }: PoolingStage,
  inputShape: readonly number[],
): { shape: number[]; numbers: number[]; isHalving: boolean } {
  const info = tf.backend_util.computePool2DInfo([1, ...inputShape] as Shape4D, size, strides, 1, pad);
  const { top, left, bottom, right } = info.padInfo;
  const pairs = [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth].every((n) => n === 2);
  return {
    shape: info.outShape.slice(1),
    numbers: [
      ...[info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth],
      ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth, top, left],
    ],
    isHalving: pairs && [top, left, bottom, right].every((padding) => padding === 0),
  };
}
