import { tf, type Tensor } from '../tensors.ts';

/** Computes the gradient of ReLU in one pass on engines with a kernel for it; other engines are unchanged. */
export function registerReluGradient(): void {
  const common = tf.getGradient('Relu');
  tf.registerGradient({
    ...common,
    gradFunc: (dy, saved, attrs) => {
      if (!tf.getKernel('ReluGrad', tf.getBackend())) return common.gradFunc(dy, saved, attrs);
      return { x: () => tf.engine().runKernel('ReluGrad', { x: saved[0], dy: dy as Tensor }) as Tensor };
    },
  });
}

/** Computes the input gradient of normalisation in one pass on engines with a kernel for it; other engines are unchanged. */
export function registerBatchNormGradient(): void {
  const common = tf.getGradient('FusedBatchNorm');
  tf.registerGradient({
    ...common,
    gradFunc: (dy, saved, attrs) => {
      const [, mean, variance, scale] = saved;
      if (!tf.getKernel('BatchNormInputGrad', tf.getBackend()) || mean.rank !== 1)
        return common.gradFunc(dy, saved, attrs);
      const operands = { dy: dy as Tensor, variance, ...(scale && { scale }) };
      const others = (name: string) => (): Tensor => common.gradFunc(dy, saved, attrs)[name]();
      return {
        x: () => tf.engine().runKernel<Tensor>('BatchNormInputGrad', operands, attrs),
        mean: others('mean'),
        variance: others('variance'),
        scale: others('scale'),
        offset: others('offset'),
      };
    },
  });
}
