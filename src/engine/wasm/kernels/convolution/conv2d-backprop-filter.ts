import { geometryOf, withPadding } from './geometry.ts';
import type { ConvolutionAttributes, Shape4D } from '../../../kernels/attributes.ts';
import type { Kernel } from '../kernel.ts';
import { pointer } from '../memory.ts';
import { filterSums } from './filter-sums.ts';
import { winogradFilterGradient } from './winograd-filter-gradient.ts';
import { winogradShape } from './winograd-shape.ts';

/**
 * Gradient of a convolution with respect to its filter.
 *
 *   dw[kh, kw, ci, co] = sum_{n, oh, ow} x[n, oh s + kh - p, ow s + kw - p, ci] dy[n, oh, ow, co]
 *
 * @throws EngineError - if the data format is channels first
 */
export const conv2DBackpropFilter: Kernel<ConvolutionAttributes & { readonly filterShape: Shape4D }> = {
  kernelName: 'Conv2DBackpropFilter',
  compute({ inputs: { x, dy }, attrs, backend }) {
    const g = geometryOf('Conv2DBackpropFilter', x.shape, attrs.filterShape, attrs);
    const output = backend.makeOutput(attrs.filterShape, 'float32');
    const shape = winogradShape(g);
    if (shape) {
      const [slopes, to] = [pointer(backend, dy), pointer(backend, output)];
      winogradFilterGradient(backend, shape, pointer(backend, x), slopes, to);
      return output;
    }
    withPadding(backend, x, g, (input) =>
      filterSums(backend, input, g, pointer(backend, dy), pointer(backend, output)),
    );
    return output;
  },
};
