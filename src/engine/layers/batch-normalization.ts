import type { NormalisationAttributes } from '../kernels/attributes.ts';
import { tf, type Tensor } from '../tensors.ts';
import type { Completion, Weight } from './complete.ts';
import { differentiable, runKernels } from './differentiable.ts';

interface BatchNormalization {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma?: Weight;
  readonly beta?: Weight;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
}

/**
 * Batch normalisation in training, with one kernel for statistics and output and one for all three gradients, instead of about
 * thirty. The moving averages are as in the stock layer: m ← momentum · m + (1 − momentum) · μ, σ² with 1/N.
 * @see Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1
 */
export const batchNormalization: Completion<BatchNormalization> = {
  className: 'BatchNormalization',
  kernels: ['BatchNormTraining', 'BatchNormTrainingGrad'],
  applies: ({ axis }, x, { training }) => training === true && (axis === -1 || axis === x.rank - 1),
  call(layer, x) {
    const [scale, offset] = [layer.gamma?.read(), layer.beta?.read()];
    const attrs: NormalisationAttributes = { varianceEpsilon: layer.epsilon };
    return differentiable({
      inputs: { x, scale, offset },
      forward(save) {
        const operands = { x, ...(scale && { scale }), ...(offset && { offset }) };
        const [y, mean, variance] = runKernels('BatchNormTraining', operands, attrs);
        follow(layer.movingMean, mean, layer.momentum);
        follow(layer.movingVariance, variance, layer.momentum);
        save([x, mean, variance, ...(scale ? [scale] : [])]);
        return y;
      },
      backward(dy, [x, mean, variance, scale]) {
        const operands = { x, dy, mean, variance, ...(scale && { scale }) };
        const [dx, dScale, dOffset] = runKernels('BatchNormTrainingGrad', operands, attrs);
        return { x: () => dx, scale: () => dScale, offset: () => dOffset };
      },
    });
  },
};

function follow(average: Weight, value: Tensor, momentum: number): void {
  const before = average.read();
  average.write(tf.sub(before, tf.mul(tf.sub(before, value), 1 - momentum)));
}
