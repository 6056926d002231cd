import type { LstmAttributes } from '../../kernels/attributes.ts';
import type { Kernel } from './kernel.ts';
import { floatsAt, pointer, pointers, withScratch } from './memory.ts';
import { kernels } from './module.ts';
import { withPacked } from './product/packed.ts';
import { type Patches, transposedProduct } from './product/transposed-product.ts';

/**
 * An LSTM over a whole sequence, with tanh and an initial state of zeros.
 *
 *   i, f, o = s(x_t W + h_(t−1) U + b),  g = tanh(x_t W + h_(t−1) U + b),  c_t = f c_(t−1) + i g,  h_t = o tanh(c_t)
 *
 * Takes x [batch, steps, inputs], kernel W [inputs, 4 units], recurrentKernel U [units, 4 units] and an optional bias
 * b [4 units]; the columns of W, U and b are in the order i, f, g, o. Returns the output, and for the gradient the gates
 * [steps, batch, 4 units] and the states c and h [steps + 1, batch, units].
 * @see Hochreiter and Schmidhuber 1997, Neural Computation 9; Gers et al. 2000, Neural Computation 12 (forget gate)
 */
export const lstm: Kernel<LstmAttributes> = {
  kernelName: 'Lstm',
  compute({ inputs: { x, kernel, recurrentKernel, bias }, attrs, backend }) {
    const [batch, steps, inputs] = x.shape;
    const [units] = recurrentKernel.shape;
    const output = backend.makeOutput(attrs.sequences ? [batch, steps, units] : [batch, units], 'float32');
    const gates = backend.makeOutput([steps, batch, 4 * units], 'float32');
    const cells = backend.makeOutput([steps + 1, batch, units], 'float32');
    const hidden = backend.makeOutput([steps + 1, batch, units], 'float32');
    const { lstmStep, product } = kernels();
    const [gatesAt, cellsAt, hiddenAt, outputAt] = pointers(backend, gates, cells, hidden, output);
    const state = batch * units * 4;
    for (const at of [cellsAt, hiddenAt]) floatsAt(backend, at, batch * units).fill(0);

    withPacked(backend, pointer(backend, kernel), inputs, 4 * units, false, (packed) => {
      const biasAt = bias ? pointer(backend, bias) : 0;
      const rows = rowsOf(steps, batch, inputs);
      product(pointer(backend, x), steps * batch, ...rows, packed, biasAt, gatesAt, 4 * units, 0);
    });
    withPacked(backend, pointer(backend, recurrentKernel), units, 4 * units, false, (packed) =>
      withScratch(backend, 4 * state, (recurrent) => {
        for (let t = 0; t < steps; t++) {
          const [before, after] = [t * state, (t + 1) * state];
          const rows = rowsOf(1, batch, units);
          product(hiddenAt + before, batch, ...rows, packed, 0, recurrent, 4 * units, 0);
          const written = attrs.sequences ? outputAt + t * units * 4 : t === steps - 1 ? outputAt : 0;
          lstmStep(
            ...[gatesAt + 4 * before, recurrent, cellsAt + before, cellsAt + after, hiddenAt + after],
            ...[written, (attrs.sequences ? steps : 1) * units * 4, batch, units, Number(attrs.hard)],
          );
        }
      }),
    );
    return [output, gates, cells, hidden];
  },
};

/** Backpropagation through time: the gradient of the gates' sums [steps, batch, 4 units] from the gradient of the output. */
export const lstmGrad: Kernel<LstmAttributes> = {
  kernelName: 'LstmGrad',
  compute({ inputs: { dy, recurrentKernel, gates, cells }, attrs, backend }) {
    const [steps, batch, columns] = gates.shape;
    const units = columns / 4;
    const output = backend.makeOutput(gates.shape, 'float32');
    const { lstmStepGradient, product } = kernels();
    const [dyAt, gatesAt, cellsAt, sumsAt] = pointers(backend, dy, gates, cells, output);
    const state = batch * units * 4;
    withPacked(backend, pointer(backend, recurrentKernel), columns, units, true, (packed) =>
      withScratch(backend, 2 * state, (dHidden) => {
        const dCells = dHidden + state;
        floatsAt(backend, dHidden, 2 * batch * units).fill(0);
        for (let t = steps - 1; t >= 0; t--) {
          const dOut = attrs.sequences ? dyAt + t * units * 4 : t === steps - 1 ? dyAt : 0;
          lstmStepGradient(
            ...[gatesAt + 4 * t * state, cellsAt + t * state, cellsAt + (t + 1) * state],
            ...[dOut, (attrs.sequences ? steps : 1) * units * 4, dHidden, dCells, sumsAt + 4 * t * state],
            ...[batch, units, Number(attrs.hard)],
          );
          if (t === 0) continue;
          const rows = rowsOf(1, batch, columns);
          product(sumsAt + 4 * t * state, batch, ...rows, packed, 0, dHidden, units, 0);
        }
      }),
    );
    return output;
  },
};

/** Gradient of x [batch, steps, inputs] from the gradient of the gates' sums. */
export const lstmInputGrad: Kernel = {
  kernelName: 'LstmInputGrad',
  compute({ inputs: { sums, kernel }, backend }) {
    const [steps, batch, columns] = sums.shape;
    const [inputs] = kernel.shape;
    const output = backend.makeOutput([batch, steps, inputs], 'float32');
    withPacked(backend, pointer(backend, kernel), columns, inputs, true, (packed) => {
      const rows = rowsOf(batch, steps, columns);
      const to = pointer(backend, output);
      kernels().product(pointer(backend, sums), steps * batch, ...rows, packed, 0, to, inputs, 0);
    });
    return output;
  },
};

/** Gradient of W, from x [batch, steps, inputs]; or of U if `states` is set, from h [steps + 1, batch, units]. */
export const lstmKernelGrad: Kernel<{ readonly states: boolean }> = {
  kernelName: 'LstmKernelGrad',
  compute({ inputs: { left, sums }, attrs, backend }) {
    const [steps, batch, columns] = sums.shape;
    const inputs = left.shape[2];
    const output = backend.makeOutput([inputs, columns], 'float32');
    const between = attrs.states
      ? { step: inputs * 4, rowStride: batch * inputs * 4 }
      : { step: steps * inputs * 4, rowStride: inputs * 4 };
    const patches: Patches = {
      ...{ images: 1, height: steps, width: batch, imageStride: 0, runs: 1, length: inputs, runStride: 0 },
      ...between,
    };
    transposedProduct(
      backend,
      pointer(backend, left),
      patches,
      pointer(backend, sums),
      columns,
      pointer(backend, output),
    );
    return output;
  },
};

/** Parameters of the compiled product for the rows of [inner, outer, columns] in the order (outer, inner). */
function rowsOf(outer: number, inner: number, columns: number) {
  const step = outer * columns * 4;
  return [inner, outer, step, columns * 4 - inner * step, 0, 1, columns, 0] as const;
}
