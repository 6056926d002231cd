import type { GradConfig } from '@tensorflow/tfjs-core';
import type { Tensor } from '../tensors.ts';
import { correctGradient } from './correct.ts';
import { sumTo } from './sum-to.ts';

/**
 * Corrects the gradients of operations on two operands of different shapes, such as the larger of a series and a vector that
 * belongs to each step. TensorFlow.js 4.22 returns the slope in the shape of the result; the gradient of an operand that is
 * repeated is the sum over its repetitions.
 */
export function correctBroadcastGradients(): void {
  for (const kernelName of ['Maximum', 'Minimum', 'SquaredDifference']) correctGradient(kernelName, summed);
}

const summed =
  (common: GradConfig['gradFunc']): GradConfig['gradFunc'] =>
  (dy, saved, attrs) => {
    const slopes = common(dy, saved, attrs);
    const [a, b] = saved as [Tensor, Tensor];
    return { a: () => sumTo(slopes.a(), a.shape), b: () => sumTo(slopes.b(), b.shape) };
  };
