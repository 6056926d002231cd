import type { RecurrentAttributes } from '../../../kernels/attributes.ts';
import type { Kernel } from '../kernel.ts';
import { floatsAt, pointer, pointers, withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import { withPacked } from '../product/packed.ts';
import { withInputSums } from './input-sums.ts';
import { rowsOfSteps, walk } from './walk.ts';

/**
 * An LSTM over a whole sequence, with tanh and an initial state of zeros.
 *
 *   i, f, o = s(x_t W + h_(t−1) U + b),  g = tanh(x_t W + h_(t−1) U + b),  c_t = f c_(t−1) + i g,  h_t = o tanh(c_t)
 *
 * Takes x [batch, steps, inputs], kernel W [inputs, 4 units], recurrentKernel U [units, 4 units], an optional bias b [4 units] and an
 * optional mask [batch, steps]; the columns of W, U and b are in the order i, f, g, o. A masked step keeps c and h. Returns the output,
 * and for the gradient the gates [steps, batch, 4 units] and the states c and h [steps + 1, batch, units].
 * @see Hochreiter and Schmidhuber 1997, Neural Computation 9; Gers et al. 2000, Neural Computation 12 (forget gate)
 */
export const lstm: Kernel<RecurrentAttributes> = {
  kernelName: 'Lstm',
  compute({ inputs: { x, kernel, recurrentKernel, bias, mask }, attrs, backend }) {
    const [batch, steps] = x.shape;
    const [units] = recurrentKernel.shape;
    const output = backend.makeOutput(attrs.sequences ? [batch, steps, units] : [batch, units], 'float32');
    const places = attrs.kept ? steps + 1 : 1;
    const gates = attrs.kept && backend.makeOutput([steps, batch, 4 * units], 'float32');
    const cells = backend.makeOutput([places, batch, units], 'float32');
    const hidden = backend.makeOutput([places, batch, units], 'float32');
    const { addProduct, lstmStep } = kernels();
    const state = batch * units * 4;
    const order = walk(steps, units, pointer(backend, output), attrs);
    const [cellsAt, hiddenAt] = pointers(backend, cells, hidden);
    for (const at of [cellsAt, hiddenAt]) floatsAt(backend, at + order[0].before * state, batch * units).fill(0);
    const kept = gates ? pointer(backend, gates) : 0;
    const sums = { x, kernel, bias: bias ? pointer(backend, bias) : 0, kept, backwards: attrs.backwards };

    withAllocation(backend, (allocate) => {
      const rowsOf = rowsOfSteps(backend, mask, batch, steps, allocate(batch * 4));
      withPacked(backend, pointer(backend, recurrentKernel), units, 4 * units, false, (packed) =>
        withInputSums(backend, sums, (sumsOf) => {
          for (const { t, before, after, out, outStride } of order) {
            const [step, rows] = [sumsOf(t), rowsOf(t)];
            const [from, to] = [before * state, after * state];
            const width = units * 4;
            addProduct(rows.list, rows.count, hiddenAt + from, width, units, packed, step, 4 * width, 4 * units);
            lstmStep(
              ...([step, cellsAt + from, hiddenAt + from, cellsAt + to, hiddenAt + to, out, outStride] as const),
              ...([rows.mask, rows.maskStride, batch, units, Number(attrs.hard)] as const),
            );
          }
        }),
      );
    });
    if (gates) return [output, gates, cells, hidden];
    for (const { dataId } of [cells, hidden]) backend.disposeData(dataId);
    return [output];
  },
};

/** Backpropagation through time: the gradient of the sums [steps, batch, 4 units] from the gradient of the output. */
export const lstmGrad: Kernel<RecurrentAttributes> = {
  kernelName: 'LstmGrad',
  compute({ inputs: { dy, recurrentKernel, gates, cells, mask }, attrs, backend }) {
    const [steps, batch, columns] = gates.shape;
    const units = columns / 4;
    const output = backend.makeOutput(gates.shape, 'float32');
    const { addProduct, lstmStepGradient } = kernels();
    const [dyAt, gatesAt, cellsAt, sumsAt] = pointers(backend, dy, gates, cells, output);
    const [width, state] = [units * 4, batch * units * 4];
    const order = walk(steps, units, dyAt, attrs);
    withAllocation(backend, (allocate) => {
      const [list, dHidden, dCells] = [batch * 4, state, state].map(allocate);
      const rowsOf = rowsOfSteps(backend, mask, batch, steps, list);
      withPacked(backend, pointer(backend, recurrentKernel), columns, units, true, (packed) => {
        for (const at of [dHidden, dCells]) floatsAt(backend, at, batch * units).fill(0);
        for (const { t, before, after, out, outStride } of order.toReversed()) {
          const rows = rowsOf(t);
          const [step, sums] = [gatesAt + 4 * t * state, sumsAt + 4 * t * state];
          lstmStepGradient(
            ...([step, cellsAt + before * state, cellsAt + after * state, out, outStride, dHidden, dCells] as const),
            ...([sums, rows.mask, rows.maskStride, batch, units, Number(attrs.hard)] as const),
          );
          if (t === order[0].t) continue;
          addProduct(rows.list, rows.count, sums, 4 * width, columns, packed, dHidden, width, units);
        }
      });
    });
    return output;
  },
};
