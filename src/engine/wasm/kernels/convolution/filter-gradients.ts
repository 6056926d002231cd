import { geometryOf, withPadding } from './geometry.ts';
import type { ConvolutionAttributes, Shape4D } from '../../../kernels/attributes.ts';
import type { Kernel } from '../kernel.ts';
import { pointer } from '../memory.ts';
import { filterSums } from './filter-sums.ts';

/**
 * Gradients of a convolution with respect to its filter, one per input of the batch: [n, kh, kw, ci, co].
 *
 * @throws EngineError - if the data format is channels first
 */
export const filterGradients: Kernel<ConvolutionAttributes & { readonly filterShape: Shape4D }> = {
  kernelName: 'FilterGradients',
  compute({ inputs: { x, dy }, attrs, backend }) {
    const g = geometryOf('FilterGradients', x.shape, attrs.filterShape, attrs);
    const output = backend.makeOutput([g.images, ...attrs.filterShape], 'float32');
    const sizes = { image: g.imageStride, slope: g.height * g.width * g.outputChannels * 4 };
    const filterSize = g.runs * g.length * g.outputChannels * 4;
    withPadding(backend, x, g, (input) => {
      for (let image = 0; image < g.images; image++) {
        const left = input + image * sizes.image;
        const right = pointer(backend, dy) + image * sizes.slope;
        const to = pointer(backend, output) + image * filterSize;
        filterSums(backend, left, { ...g, images: 1 }, right, to);
      }
    });
    return output;
  },
};
