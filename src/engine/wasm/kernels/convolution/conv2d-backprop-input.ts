import { areFew } from './few-slopes.ts';
import { type Geometry, geometryOf } from './geometry.ts';
import type { ConvolutionAttributes, Shape4D } from '../../../kernels/attributes.ts';
import type { Kernel } from '../kernel.ts';
import { pointer, withScratch } from '../memory.ts';
import { kernels } from '../module.ts';
import { winogradShape } from './winograd-shape.ts';
import { winograd } from './winograd.ts';

/**
 * Gradient of a convolution with respect to its input: each input patch receives its pixel of dy times the transposed filter.
 *
 *   dx[n, oh s + kh - p, ow s + kw - p, ci] += sum_co dy[n, oh, ow, co] w[kh, kw, ci, co]
 *
 * @throws EngineError - if the data format is channels first
 */
export const conv2DBackpropInput: Kernel<ConvolutionAttributes & { readonly inputShape: Shape4D }> = {
  kernelName: 'Conv2DBackpropInput',
  compute({ inputs: { dy, filter }, attrs, backend }) {
    const g = geometryOf('Conv2DBackpropInput', attrs.inputShape, filter.shape, attrs);
    const output = backend.makeOutput(attrs.inputShape, 'float32');
    const shape = winogradShape(g, 'input');
    if (shape) {
      const filters = { at: pointer(backend, filter), turned: true };
      const [input, to] = [pointer(backend, dy), pointer(backend, output)];
      winograd(backend, shape, { input, filters, bias: 0, output: to, relu: false });
      return output;
    }
    const { pack, inputGradient, sparseInputGradient, cropImages } = kernels();
    const slopes = pointer(backend, dy);
    const rowLength = g.width * g.outputChannels;
    const isSparse = areFew(slopes, g.images * g.height * rowLength); // both ways give the same bits
    const runBytes = Math.ceil(g.length / 8) * 32 * g.outputChannels;
    const packedBytes = g.runs * runBytes;
    const paddedBytes = Math.ceil(g.images / 4) * 4 * g.imageStride + 28;
    withScratch(backend, packedBytes + paddedBytes + (isSparse ? 12 * (rowLength + 1) : 0), (packed) => {
      const padded = packed + packedBytes;
      const list = padded + paddedBytes;
      for (let run = 0; run < g.runs; run++) {
        const row = pointer(backend, filter) + run * g.length * g.outputChannels * 4;
        pack(row, packed + run * runBytes, g.outputChannels, g.length, 1, g.outputChannels);
      }
      const sizes = [g.images, g.height, g.width, g.outputChannels, g.step, g.rowStride, g.imageStride] as const;
      const patch = [g.runs, g.length, g.runStride] as const;
      if (isSparse) sparseInputGradient(slopes, packed, padded, list, ...sizes, ...patch);
      else inputGradient(slopes, packed, padded, ...sizes, ...patch, Number(isAlone(g)));
      cropImages(
        padded,
        pointer(backend, output),
        g.images,
        g.inputHeight,
        g.inputRow,
        g.top,
        g.leftFloats,
        g.paddedHeight,
        g.paddedRow,
      );
    });
    return output;
  },
};

/** Whether tiles of four pixels of a row are fuller than tiles of the same pixel of four images; both give the same bits. */
function isAlone({ inputChannels, width, images }: Geometry): boolean {
  const fill = (size: number): number => size / (4 * Math.ceil(size / 4));
  return inputChannels % 8 === 0 && fill(width) >= fill(images);
}
