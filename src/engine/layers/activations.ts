import { activationNames } from '../kernels/attributes.ts';
import { tf, type Tensor } from '../tensors.ts';
import { type Activation, isAble } from './complete.ts';
import { differentiable, runKernel } from './differentiable.ts';

let completed = false;

/** Computes activations and their gradients in one pass each on engines with a kernel for them; other engines are unchanged. */
export function completeActivations(): void {
  if (completed) return;
  completed = true;
  for (const name of activationNames) {
    const [constructor] = tf.serialization.SerializationMap.getMap().classNameMap[name];
    const prototype = constructor.prototype as unknown as Activation;
    const stock = prototype.apply;
    prototype.apply = function (this: Activation, x, ...options) {
      if (x.dtype !== 'float32' || !isAble(['Activate', 'ActivateGrad'])) return stock.call(this, x, ...options);
      return activated(x, { name });
    };
  }
}

function activated(input: Tensor, attrs: object): Tensor {
  return differentiable({
    inputs: { x: input },
    forward(save) {
      save([input]);
      return runKernel('Activate', { x: input }, attrs);
    },
    backward: (dy, [x]) => ({ x: () => runKernel('ActivateGrad', { x, dy }, attrs) }),
  });
}
