import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../tensors.ts';
import { geometryOf, withPadding } from './geometry.ts';
import { type ConvolutionAttributes, type Kernel, type KernelCall, refuseChannelsFirst } from './kernel.ts';
import { kernels, pointer, withScratch } from './module.ts';

interface FusedAttributes extends ConvolutionAttributes {
  readonly activation: string;
}

/** Convolution [n, h, w, ci] * [kh, kw, ci, co] as one product of patches by filters; dilated ones go to the backend's own. */
export const conv2D: Kernel<ConvolutionAttributes> = {
  kernelName: 'Conv2D',
  compute: (call) => convolve(call, false) ?? call.original(call.inputs, call.attrs),
};

/** Convolution with bias and activation in one; other activations than relu go to the backend's own. */
export const fusedConv2D: Kernel<FusedAttributes> = {
  kernelName: 'FusedConv2D',
  compute(call) {
    const { inputs, attrs } = call;
    const ours = ['linear', 'relu'].includes(attrs.activation) && (!inputs.bias || inputs.bias.shape.length === 1);
    return (ours ? convolve(call, attrs.activation === 'relu') : undefined) ?? call.original(inputs, attrs);
  },
};

function convolve({ inputs: { x, filter, bias }, attrs, backend }: KernelCall<ConvolutionAttributes>, relu: boolean): TensorInfo | undefined {
  refuseChannelsFirst('Conv2D', attrs.dataFormat);
  const dilated = !tf.backend_util.tupleValuesAreOne(attrs.dilations ?? 1);
  if (dilated || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const g = geometryOf('Conv2D', x.shape, filter.shape, attrs);
  const output = backend.makeOutput(g.outputShape, 'float32');
  const depth = g.runs * g.length;
  const { pack, product } = kernels();
  withPadding(backend, x, g, (input) =>
    withScratch(backend, depth * Math.ceil(g.outputChannels / 8) * 32, (packed) => {
      pack(pointer(backend, filter), packed, depth, g.outputChannels, g.outputChannels, 1);
      product(
        ...[input, g.images * g.height * g.width, g.width, g.height],
        ...[g.step, g.rowStride - g.width * g.step, g.imageStride - g.height * g.rowStride],
        ...[g.runs, g.length, g.runStride],
        ...[packed, bias ? pointer(backend, bias) : 0, pointer(backend, output), g.outputChannels, Number(relu)],
      );
    }),
  );
  return output;
}
