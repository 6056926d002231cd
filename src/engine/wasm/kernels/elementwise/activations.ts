import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type ActivationName, activationNames } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import type { Backend, Kernel, KernelCall } from '../kernel.ts';
import { pointers } from '../memory.ts';
import { kernels } from '../module.ts';

interface Attributes {
  readonly name: ActivationName;
}

/** An activation in one pass. */
export const activateEach: Kernel<Attributes> = {
  kernelName: 'Activate',
  compute: ({ inputs: { x }, attrs, backend }) => valuesOf(attrs.name, x, backend),
};

/** Its gradient: dy f'(x). */
export const activateEachGrad: Kernel<Attributes> = {
  kernelName: 'ActivateGrad',
  compute({ inputs: { x, dy }, attrs: { name }, backend }) {
    const output = backend.makeOutput(x.shape, 'float32');
    const size = tf.util.sizeFromShape(x.shape);
    kernels().activationGradient(activationNames.indexOf(name), ...pointers(backend, x, dy, output), size);
    return output;
  },
};

/** Hyperbolic tangent and softplus; the backend's kernels compute number by number. */
export const tanh = elementwise('Tanh', 'tanh');
export const softplus = elementwise('Softplus', 'softplus');

function elementwise(kernelName: string, name: ActivationName): Kernel {
  const compute = ({ inputs, attrs, backend, original }: KernelCall): TensorInfo =>
    inputs.x.dtype === 'float32' ? valuesOf(name, inputs.x, backend) : original(inputs, attrs);
  return { kernelName, compute };
}

function valuesOf(name: ActivationName, x: TensorInfo, backend: Backend): TensorInfo {
  const output = backend.makeOutput(x.shape, 'float32');
  const size = tf.util.sizeFromShape(x.shape);
  kernels().activate(activationNames.indexOf(name), ...pointers(backend, x, output), size);
  return output;
}
