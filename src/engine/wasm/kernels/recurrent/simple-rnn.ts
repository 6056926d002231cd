import type { RecurrentAttributes } from '../../../kernels/attributes.ts';
import type { Kernel } from '../kernel.ts';
import { floatsAt, pointer, pointers, withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import { withPacked } from '../product/packed.ts';
import { withInputSums } from './input-sums.ts';
import { rowsOfSteps, walk } from './walk.ts';

/**
 * A simple recurrent layer over a whole sequence, with an initial state of zeros: h_t = tanh(x_t W + h_(t−1) U + b).
 *
 * Takes x [batch, steps, inputs], kernel W [inputs, units], recurrentKernel U [units, units], an optional bias b [units] and an optional
 * mask [batch, steps]. A masked step keeps h. Returns the output, and for the gradient the states h [steps + 1, batch, units].
 * @see Elman 1990, Cognitive Science 14
 */
export const simpleRnn: Kernel<RecurrentAttributes> = {
  kernelName: 'SimpleRnn',
  compute({ inputs: { x, kernel, recurrentKernel, bias, mask }, attrs, backend }) {
    const [batch, steps] = x.shape;
    const [units] = recurrentKernel.shape;
    const output = backend.makeOutput(attrs.sequences ? [batch, steps, units] : [batch, units], 'float32');
    const hidden = backend.makeOutput([attrs.kept ? steps + 1 : 1, batch, units], 'float32');
    const { addProduct, rnnStep } = kernels();
    const [width, state] = [units * 4, batch * units * 4];
    const order = walk(steps, units, pointer(backend, output), attrs);
    const hiddenAt = pointer(backend, hidden);
    floatsAt(backend, hiddenAt + order[0].before * state, batch * units).fill(0);
    const sums = { x, kernel, bias: bias ? pointer(backend, bias) : 0, kept: 0, backwards: attrs.backwards };
    withAllocation(backend, (allocate) => {
      const rowsOf = rowsOfSteps(backend, mask, batch, steps, allocate(batch * 4));
      withPacked(backend, pointer(backend, recurrentKernel), units, units, false, (packed) =>
        withInputSums(backend, sums, (sumsOf) => {
          for (const { t, before, after, out, outStride } of order) {
            const [step, rows] = [sumsOf(t), rowsOf(t)];
            const [from, to] = [hiddenAt + before * state, hiddenAt + after * state];
            addProduct(rows.list, rows.count, from, width, units, packed, step, width, units);
            rnnStep(step, from, to, out, outStride, rows.mask, rows.maskStride, batch, units);
          }
        }),
      );
    });
    if (attrs.kept) return [output, hidden];
    backend.disposeData(hidden.dataId);
    return [output];
  },
};

/** Backpropagation through time: the gradient of the sums [steps, batch, units] from the gradient of the output. */
export const simpleRnnGrad: Kernel<RecurrentAttributes> = {
  kernelName: 'SimpleRnnGrad',
  compute({ inputs: { dy, recurrentKernel, hidden, mask }, attrs, backend }) {
    const [places, batch, units] = hidden.shape;
    const steps = places - 1;
    const output = backend.makeOutput([steps, batch, units], 'float32');
    const { addProduct, rnnStepGradient } = kernels();
    const [dyAt, hiddenAt, sumsAt] = pointers(backend, dy, hidden, output);
    const [width, state] = [units * 4, batch * units * 4];
    const order = walk(steps, units, dyAt, attrs);
    withAllocation(backend, (allocate) => {
      const [list, dHidden] = [batch * 4, state].map(allocate);
      const rowsOf = rowsOfSteps(backend, mask, batch, steps, list);
      withPacked(backend, pointer(backend, recurrentKernel), units, units, true, (packed) => {
        floatsAt(backend, dHidden, batch * units).fill(0);
        for (const { t, after, out, outStride } of order.toReversed()) {
          const [rows, sums] = [rowsOf(t), sumsAt + t * state];
          const masks = [rows.mask, rows.maskStride, batch, units] as const;
          rnnStepGradient(hiddenAt + after * state, out, outStride, dHidden, sums, ...masks);
          if (t !== order[0].t) addProduct(list, rows.count, sums, width, units, packed, dHidden, width, units);
        }
      });
    });
    return output;
  },
};
