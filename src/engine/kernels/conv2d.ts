import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../tensors.ts';
import { type ActivationAttributes, activate } from './activation.ts';
import { geometryOf, withPadding } from './geometry.ts';
import { type ConvolutionAttributes, type Kernel, type KernelCall, refuseChannelsFirst } from './kernel.ts';
import { kernels, pointer } from './module.ts';
import { withPacked } from './packed.ts';

/** Convolution [n, h, w, ci] * [kh, kw, ci, co] as one product of patches by filters; a dilated one goes to the backend's own. */
export const conv2D: Kernel<ConvolutionAttributes> = {
  kernelName: 'Conv2D',
  compute: (call) => convolve(call, false) ?? call.original(call.inputs, call.attrs),
};

/** Convolution with bias and activation in one. */
export const fusedConv2D: Kernel<ConvolutionAttributes & ActivationAttributes> = {
  kernelName: 'FusedConv2D',
  compute(call) {
    const sums = convolve(call, call.attrs.activation === 'relu');
    return sums ? activate(sums, call) : call.original(call.inputs, call.attrs);
  },
};

function convolve(
  { inputs: { x, filter, bias }, attrs, backend }: KernelCall<ConvolutionAttributes>,
  relu: boolean,
): TensorInfo | undefined {
  refuseChannelsFirst('Conv2D', attrs.dataFormat);
  const dilated = !tf.backend_util.tupleValuesAreOne(attrs.dilations ?? 1);
  if (dilated || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
  const g = geometryOf('Conv2D', x.shape, filter.shape, attrs);
  if (bias && String(bias.shape) !== String(g.outputChannels)) return undefined;
  const output = backend.makeOutput(g.outputShape, 'float32');
  const depth = g.runs * g.length;
  withPadding(backend, x, g, (input) => {
    if (g.step === 4 && g.width >= 8 && g.outputChannels >= 3) {
      kernels().planeConvolution(
        ...[input, pointer(backend, filter), bias ? pointer(backend, bias) : 0, pointer(backend, output)],
        ...[g.images, g.height, g.width, g.outputChannels],
        ...[g.rowStride, g.imageStride, g.runs, g.length, g.runStride, Number(relu)],
      );
      return;
    }
    withPacked(backend, pointer(backend, filter), depth, g.outputChannels, false, (packed) =>
      kernels().product(
        ...[input, g.images * g.height * g.width, g.width, g.height],
        ...[g.step, g.rowStride - g.width * g.step, g.imageStride - g.height * g.rowStride],
        ...[g.runs, g.length, g.runStride],
        ...[packed, bias ? pointer(backend, bias) : 0, pointer(backend, output), g.outputChannels, Number(relu)],
      ),
    );
  });
  return output;
}
