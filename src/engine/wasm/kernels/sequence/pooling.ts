import type { Shape4D } from '../../../kernels/attributes.ts';
import type { PoolingStage } from '../../../operations/sequence.ts';
import { tf } from '../../../tensors.ts';
import { refuseNegative } from '../kernel.ts';
import { kernels } from '../module.ts';
import { windowsOf } from '../pooling.ts';
import type { Routine } from './routine.ts';

/** Prepares max pooling. */
export function pooling(stage: PoolingStage, inputShape: readonly number[]): Routine {
  const g = geometryOf(stage, inputShape);
  const windows = windowsOf(g);
  return {
    shape: g.outShape.slice(1),
    scratch: 0,
    run: (from, to, inputs) => kernels().maxPool(from, to, inputs, ...windows),
  };
}

/** Returns the output shape per input if windows are adjacent 2 × 2 pixels; otherwise undefined. */
export function halvedShape(stage: PoolingStage, inputShape: readonly number[]): number[] | undefined {
  const g = geometryOf(stage, inputShape);
  const { top, left, bottom, right } = g.padInfo;
  const sizes = [g.filterHeight, g.filterWidth, g.strideHeight, g.strideWidth];
  const isHalving = sizes.every((n) => n === 2) && [top, left, bottom, right].every((padding) => padding === 0);
  return isHalving ? g.outShape.slice(1) : undefined;
}

function geometryOf({ size, strides, pad }: PoolingStage, inputShape: readonly number[]) {
  const g = tf.backend_util.computePool2DInfo([1, ...inputShape] as Shape4D, size, strides, 1, pad);
  refuseNegative('Sequence', g.outShape, inputShape);
  return g;
}
