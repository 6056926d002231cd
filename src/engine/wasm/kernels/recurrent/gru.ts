import type { GruAttributes } from '../../../kernels/attributes.ts';
import type { Backend, Kernel } from '../kernel.ts';
import { type Allocate, floatsAt, pointer, pointers, withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';
import { withInputSums } from './input-sums.ts';
import { rowsOfSteps, walk } from './walk.ts';

/**
 * A GRU over a whole sequence, with tanh and an initial state of zeros.
 *
 *   z, r = s(x_t W + h_(t−1) U + b),   h_t = z h_(t−1) + (1 − z) n
 *   n = tanh(x_t W_n + (r h_(t−1)) U_n + b_n), or with `after`   n = tanh(x_t W_n + b_n + r (h_(t−1) U_n + c_n))
 *
 * Takes x [batch, steps, inputs], kernel W [inputs, 3 units], recurrentKernel U [units, 3 units], an optional bias b [3 units], or b
 * and c [2, 3 units] with `after`, and an optional mask [batch, steps]; the columns of W, U, b and c are in the order z, r, n. A masked
 * step keeps h. Returns the output, and for the gradient the gates [steps, batch, 3 units], q [steps, batch, units], which is
 * r h_(t−1), or h_(t−1) U_n + c_n with `after`, and h [steps + 1, batch, units].
 * @see Cho et al. 2014, arXiv:1406.1078v3 (r before the product) and v1 (after)
 */
export const gru: Kernel<GruAttributes> = {
  kernelName: 'Gru',
  compute({ inputs: { x, kernel, recurrentKernel, bias, mask }, attrs, backend }) {
    const [batch, steps] = x.shape;
    const [units] = recurrentKernel.shape;
    const output = backend.makeOutput(attrs.sequences ? [batch, steps, units] : [batch, units], 'float32');
    const gates = attrs.kept && backend.makeOutput([steps, batch, 3 * units], 'float32');
    const q = backend.makeOutput([attrs.kept ? steps : 1, batch, units], 'float32');
    const hidden = backend.makeOutput([attrs.kept ? steps + 1 : 1, batch, units], 'float32');
    const { addProduct, gruReset, gruStep } = kernels();
    const [width, state] = [units * 4, batch * units * 4];
    const order = walk(steps, units, pointer(backend, output), attrs);
    const [qAt, hiddenAt] = pointers(backend, q, hidden);
    floatsAt(backend, hiddenAt + order[0].before * state, batch * units).fill(0);
    const [hard, after] = [Number(attrs.hard), Number(attrs.after)];

    withAllocation(backend, (allocate) => {
      const rowsOf = rowsOfSteps(backend, mask, batch, steps, allocate(batch * 4));
      const { gatePart, candidatePart } = packedParts(pointer(backend, recurrentKernel), units, allocate);
      const kept = gates ? pointer(backend, gates) : 0;
      const biasAt = bias ? inputBias(backend, pointer(backend, bias), units, attrs.after, allocate) : 0;
      const candidateBias = bias && attrs.after ? pointer(backend, bias) + 5 * width : 0;
      const sums = { x, kernel, bias: biasAt, kept, backwards: attrs.backwards };
      withInputSums(backend, sums, (sumsOf) => {
        for (const { t, before, after: next, out, outStride } of order) {
          const [step, { list, count, mask: masked, maskStride }] = [sumsOf(t), rowsOf(t)];
          const [from, to] = [hiddenAt + before * state, hiddenAt + next * state];
          const inner = attrs.kept ? qAt + t * state : qAt;
          const masks = [masked, maskStride, batch, units, hard] as const;
          addProduct(list, count, from, width, units, gatePart, step, 3 * width, 2 * units);
          if (attrs.after) {
            floatsAt(backend, inner, batch * units).fill(0);
            addProduct(list, count, from, width, units, candidatePart, inner, width, units);
          } else {
            gruReset(step, from, inner, ...masks);
            addProduct(list, count, inner, width, units, candidatePart, step + 2 * width, 3 * width, units);
          }
          gruStep(step, inner, candidateBias, from, to, out, outStride, ...masks, after);
        }
      });
    });
    if (gates) return [output, gates, q, hidden];
    for (const { dataId } of [q, hidden]) backend.disposeData(dataId);
    return [output];
  },
};

/**
 * Backpropagation through time: the gradients of the sums of the input's part and, with `after`, of the state's part, both
 * [steps, batch, 3 units].
 */
export const gruGrad: Kernel<GruAttributes> = {
  kernelName: 'GruGrad',
  compute({ inputs: { dy, recurrentKernel, gates, q, hidden, mask }, attrs, backend }) {
    const [steps, batch, units] = q.shape;
    const output = backend.makeOutput(gates.shape, 'float32');
    const ofState = attrs.after && backend.makeOutput(gates.shape, 'float32');
    const { addProduct, gruStepGradient, gruResetGradient } = kernels();
    const [dyAt, gatesAt, qAt, hiddenAt, sumsAt] = pointers(backend, dy, gates, q, hidden, output);
    const innerAt = ofState ? pointer(backend, ofState) : 0;
    const [width, state] = [units * 4, batch * units * 4];
    const order = walk(steps, units, dyAt, attrs);
    const [hard, after] = [Number(attrs.hard), Number(attrs.after)];
    withAllocation(backend, (allocate) => {
      const [list, dHidden, dReset] = [batch * 4, state, state].map(allocate);
      const rowsOf = rowsOfSteps(backend, mask, batch, steps, list);
      const { gatePart, candidatePart } = transposedParts(pointer(backend, recurrentKernel), units, allocate);
      floatsAt(backend, dHidden, batch * units).fill(0);
      for (const { t, before, out, outStride } of order.toReversed()) {
        const { count, mask: masked, maskStride } = rowsOf(t);
        const [step, previous, sums] = [gatesAt + 3 * t * state, hiddenAt + before * state, sumsAt + 3 * t * state];
        const inner = innerAt && innerAt + 3 * t * state;
        const masks = [masked, maskStride, batch, units, hard] as const;
        gruStepGradient(
          ...([step, qAt + t * state, previous, out, outStride, dHidden, sums, inner, dReset] as const),
          ...([...masks, after] as const),
        );
        const ofCandidate = 2 * width;
        if (!attrs.after) {
          addProduct(list, count, sums + ofCandidate, 3 * width, units, candidatePart, dReset, width, units);
          gruResetGradient(step, previous, dReset, dHidden, sums, ...masks);
        }
        if (t === order[0].t) continue;
        addProduct(list, count, sums, 3 * width, 2 * units, gatePart, dHidden, width, units);
        if (attrs.after)
          addProduct(list, count, inner + ofCandidate, 3 * width, units, candidatePart, dHidden, width, units);
      }
    });
    return ofState ? [output, ofState] : [output];
  },
};

/** Packs the columns of the gates and of the candidate of a recurrent kernel U [units, 3 units]. */
function packedParts(kernel: Pointer, units: number, allocate: Allocate) {
  const { pack } = kernels();
  const [gatePart, candidatePart] = [2 * units, units].map((columns) => allocate(units * Math.ceil(columns / 8) * 32));
  pack(kernel, gatePart, units, 2 * units, 3 * units, 1);
  pack(kernel + 2 * units * 4, candidatePart, units, units, 3 * units, 1);
  return { gatePart, candidatePart };
}

/** As `packedParts`, of the transposes [2 units, units] and [units, units]. */
function transposedParts(kernel: Pointer, units: number, allocate: Allocate) {
  const { pack } = kernels();
  const [gatePart, candidatePart] = [2 * units, units].map((rows) => allocate(rows * Math.ceil(units / 8) * 32));
  pack(kernel, gatePart, 2 * units, units, 1, 3 * units);
  pack(kernel + 2 * units * 4, candidatePart, units, units, 1, 3 * units);
  return { gatePart, candidatePart };
}

/** Address of what is added to the input's part of the sums: b, or with `after` b + c for the gates and b for the candidate. */
function inputBias(backend: Backend, bias: Pointer, units: number, after: boolean, allocate: Allocate): Pointer {
  if (!after) return bias;
  const to = allocate(3 * units * 4);
  const [b, c] = [floatsAt(backend, bias, 3 * units), floatsAt(backend, bias + 3 * units * 4, 3 * units)];
  floatsAt(backend, to, 3 * units).set(b.map((value, i) => (i < 2 * units ? value + c[i] : value)));
  return to;
}
