import { tf } from '../tensors.ts';
import type { Completion, Weight } from './complete.ts';
import { differentiable, runKernel, runKernels } from './differentiable.ts';

interface LayerNormalization {
  readonly axis: number | readonly number[];
  readonly epsilon: number;
  readonly gamma?: Weight | null;
  readonly beta?: Weight | null;
}

/**
 * Layer normalisation over the last axes as one kernel. The stock implementation repeats mean, variance, scale and offset in the size
 * of the input, along its last axis value by value.
 */
export const layerNormalization: Completion<LayerNormalization> = {
  className: 'LayerNormalization',
  kernels: ['LayerNorm', 'LayerNormInputGrad', 'LayerNormScaleGrad'],
  applies: ({ axis, gamma, beta }, x) => {
    const axes = tf.util.parseAxisParam(axis as number | number[], x.shape);
    const first = x.rank - axes.length;
    return Boolean(gamma && beta) && x.size > 0 && axes.every((place, i) => place === first + i);
  },
  call({ gamma, beta, epsilon }, input) {
    const inputs = { x: input, scale: gamma!.read(), offset: beta!.read() };
    const { shape } = inputs.scale;
    return differentiable({
      inputs,
      forward(save) {
        const [y, statistics] = runKernels('LayerNorm', inputs, { varianceEpsilon: epsilon });
        save([input, inputs.scale, statistics]);
        return y;
      },
      backward(dy, [x, scale, statistics]) {
        return {
          x: () => runKernel('LayerNormInputGrad', { x, dy, scale, statistics }),
          scale: () => runKernel('LayerNormScaleGrad', { x, dy, statistics }, { shape }),
          offset: () => tf.sum(dy, [...Array(dy.rank - shape.length).keys()]),
        };
      },
    });
  },
};
