import { activationNames } from '../kernels/attributes.ts';
import { tf, type Tensor } from '../tensors.ts';
import { type Activation, type Completion, isAble } from './complete.ts';
import { differentiable, runKernel } from './differentiable.ts';

let completed = false;

const kernels = ['Activate', 'ActivateGrad'];

/** Computes activations and their gradients in one pass each on engines with a kernel for them; other engines are unchanged. */
export function completeActivations(): void {
  if (completed) return;
  completed = true;
  for (const name of activationNames) {
    const [constructor] = tf.serialization.SerializationMap.getMap().classNameMap[name];
    const prototype = constructor.prototype as unknown as Activation;
    const stock = prototype.apply;
    prototype.apply = function (this: Activation, x, ...options) {
      if (x.dtype !== 'float32' || !isAble(kernels)) return stock.call(this, x, ...options);
      return activated(x, { name });
    };
  }
}

/**
 * The layer ReLU with the cap 6 of MobileNets, as the activation of that name. The stock layer caps in a second pass, so a gradient
 * keeps the values before and after the cap. At 6 itself the slope is 0, as in TensorFlow and PyTorch; that of the stock layer is 1.
 */
export const cappedRelu: Completion<{ readonly maxValue?: number | null }> = {
  className: 'ReLU',
  kernels,
  applies: ({ maxValue }) => maxValue === 6,
  call: (_, x) => activated(x, { name: 'relu6' }),
};

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
