import { type RecurrentProductAttributes } from '../../../kernels/attributes.ts';
import type { Kernel } from '../kernel.ts';
import { type Allocate, pointer, withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import { withPacked } from '../product/packed.ts';
import { type Patches, transposedProduct } from '../product/transposed-product.ts';
import { distinctRowsOf, stepsFirst } from './input-sums.ts';

/** Gradient of x [batch, steps, inputs] from the gradient of the sums [steps, batch, columns]. */
export const recurrentInputGrad: Kernel = {
  kernelName: 'RecurrentInputGrad',
  compute({ inputs: { sums, kernel }, backend }) {
    const [steps, batch, columns] = sums.shape;
    const [inputs] = kernel.shape;
    const output = backend.makeOutput([batch, steps, inputs], 'float32');
    withPacked(backend, pointer(backend, kernel), columns, inputs, true, (packed) => {
      const rows = stepsFirst(batch, steps, columns);
      kernels().product(pointer(backend, sums), ...rows, packed, 0, pointer(backend, output), inputs, 0);
    });
    return output;
  },
};

/** Gradient of W, from x [batch, steps, inputs]; or of U if `states` is given, from states or their products with a gate. */
export const recurrentKernelGrad: Kernel<RecurrentProductAttributes> = {
  kernelName: 'RecurrentKernelGrad',
  compute({ inputs: { left, sums }, attrs: { states, columns = [0, sums.shape[2]] }, backend }) {
    const [steps, batch, all] = sums.shape;
    const inputs = left.shape[2];
    const [from, to] = columns;
    const width = to - from;
    const output = backend.makeOutput([inputs, width], 'float32');
    withAllocation(backend, (allocate) => {
      const rows = steps * batch;
      let right = pointer(backend, sums);
      if (width < all) {
        const part = allocate(rows * width * 4);
        kernels().cropImages(right, part, 1, rows, width, 0, from, rows, all);
        right = part;
      }
      const { at, patches, slopes } = operands(allocate);
      transposedProduct(backend, at, patches, slopes, width, pointer(backend, output));

      function operands(scratch: Allocate) {
        const begin = pointer(backend, left);
        if (states !== undefined) {
          const patch = { step: inputs * 4, rowStride: 0 };
          return { at: begin + states * batch * inputs * 4, patches: inOneRow(rows, inputs, patch), slopes: right };
        }
        const distinct = distinctRowsOf(backend, left, width, scratch);
        if (!distinct) {
          const between = { step: steps * inputs * 4, rowStride: inputs * 4 };
          const patches = { ...inOneRow(batch, inputs, between), height: steps };
          return { at: begin, patches, slopes: right };
        }
        const { ids, rows: values, count } = distinct;
        const slopes = scratch(count * width * 4);
        kernels().segmentSum(right, ids, slopes, rows, width, count);
        return { at: values, patches: inOneRow(count, inputs, { step: inputs * 4, rowStride: 0 }), slopes };
      }
    });
    return output;
  },
};

function inOneRow(width: number, length: number, between: Pick<Patches, 'step' | 'rowStride'>): Patches {
  return { images: 1, height: 1, width, imageStride: 0, runs: 1, length, runStride: 0, ...between };
}
