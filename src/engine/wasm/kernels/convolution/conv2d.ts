import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ActivationAttributes, ConvolutionAttributes } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import { activate } from '../elementwise/activation.ts';
import { type Geometry, geometryOf, withPadding } from './geometry.ts';
import { type Backend, type Kernel, type KernelCall, refuseChannelsFirst } from '../kernel.ts';
import { pointer } from '../memory.ts';
import { withPacked } from '../product/packed.ts';
import { isPlane, sumPatches } from './patch-sums.ts';
import type { Pointer } from '../signatures.ts';
import { winogradShape } from './winograd-shape.ts';
import { winograd } from './winograd.ts';

/** Convolution [n, h, w, ci] * [kh, kw, ci, co] as one product of patches by filters; the backend computes dilated ones. */
export const conv2D: Kernel<ConvolutionAttributes> = {
  kernelName: 'Conv2D',
  compute: (call) => convolve(call, false) ?? call.original(call.inputs, call.attrs),
};

/** Convolution, bias and activation in one. */
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
  const biasAt = bias ? pointer(backend, bias) : 0;
  const outputAt = pointer(backend, output);
  const shape = winogradShape(g);
  if (shape) {
    const filters = { at: pointer(backend, filter), turned: false };
    winograd(backend, shape, { input: pointer(backend, x), filters, bias: biasAt, output: outputAt, relu });
    return output;
  }
  withPadding(backend, x, g, (input) =>
    withFilter(backend, filter, g, (laidOut) =>
      sumPatches(g, g.images, {
        ...{ input, filter: laidOut, relu },
        bias: biasAt,
        output: outputAt,
      }),
    ),
  );
  return output;
}

/** Runs `work` on the filters, packed if the geometry requires it. */
function withFilter(backend: Backend, filter: TensorInfo, g: Geometry, work: (at: Pointer) => void): void {
  const at = pointer(backend, filter);
  if (isPlane(g)) work(at);
  else withPacked(backend, at, g.runs * g.length, g.outputChannels, false, work);
}
