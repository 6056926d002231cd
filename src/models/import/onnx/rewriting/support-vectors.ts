import { OperatorError } from '../../operators/values.ts';
import type { Rewriter, Rewriting } from './contract.ts';

/** Computes the kernel of each input with each support vector, [batch, features] -> [batch, vectors]. */
type Kernel = (node: Rewriting, vectors: readonly number[], count: number) => string;

const scaledProducts: Kernel = (node, vectors, count) => {
  const [gamma, shift] = node.numbers('kernel_params');
  const kernel = node.constant(
    vectors.map((value) => value * gamma),
    [count, vectors.length / count],
  );
  const shifts = node.constant(Array.from({ length: count }, () => shift));
  return node.add('Gemm', [node.input(0), kernel, shifts], { transB: 1 });
};

/** Kernels by their names: x · v, exp(−γ ‖x − v‖²), (γ x · v + c)^d and tanh(γ x · v + c). */
const kernels: Readonly<Record<string, Kernel>> = {
  LINEAR: (node, vectors, count) =>
    node.add('Gemm', [node.input(0), node.constant(vectors, [count, vectors.length / count])], { transB: 1 }),
  RBF: (node, vectors, count) => {
    const rows = node.add('Reshape', [node.input(0), node.constant([0, 1, -1], [3], 'int32')]);
    const differences = node.add('Sub', [rows, node.constant(vectors, [count, vectors.length / count])]);
    const distances = node.add('ReduceSumSquare', [differences], { axes: [2], keepdims: 0 });
    const [gamma] = node.numbers('kernel_params');
    return node.add('Exp', [node.add('Mul', [distances, node.scalar(-gamma)])]);
  },
  POLY: (node, vectors, count) => {
    const [, , degree] = node.numbers('kernel_params');
    return node.add('Pow', [scaledProducts(node, vectors, count), node.scalar(degree)]);
  },
  SIGMOID: (node, vectors, count) => node.add('Tanh', [scaledProducts(node, vectors, count)]),
};

/** The coefficients of each support vector per pair of classes, [vectors, pairs]; the others are 0. */
function coefficientsOf(node: Rewriting, counts: readonly number[]): { values: Float64Array; pairs: number } {
  const given = node.numbers('coefficients');
  const [vectors, classes] = [counts.reduce((sum, count) => sum + count, 0), counts.length];
  const pairs = (classes * (classes - 1)) / 2;
  if (given.length !== vectors * (classes - 1))
    throw new OperatorError(`it has ${given.length} coefficients for ${vectors} support vectors of ${classes} classes`);
  const values = new Float64Array(vectors * pairs);
  const starts = counts.map((_, i) => counts.slice(0, i).reduce((sum, count) => sum + count, 0));
  let pair = 0;
  for (let i = 0; i < classes; i++)
    for (let j = i + 1; j < classes; j++, pair++) {
      for (let k = starts[i]; k < starts[i] + counts[i]; k++) values[k * pairs + pair] = given[(j - 1) * vectors + k];
      for (let k = starts[j]; k < starts[j] + counts[j]; k++) values[k * pairs + pair] = given[i * vectors + k];
    }
  return { values, pairs };
}

/**
 * A support vector machine: one score per pair of classes, for which skl2onnx writes the votes. Of two classes, onnxruntime answers
 * (−s, s) where s is above 0 for the first class, so the larger score belongs to the other class than the label.
 *
 *   s_ij(x) = Σ_v c_ijv k(x, v) + ρ_ij
 *
 * Probabilities are not computed: those of several classes are found by iteration.
 */
export const supportVectors: Rewriter = (node) => {
  const [label, scores] = node.node.outputs;
  const counts = node.numbers('vectors_per_class');
  const vectors = node.numbers('support_vectors');
  const name = node.text('kernel_type', 'LINEAR');
  const isKnown = counts.length > 1 && Object.hasOwn(kernels, name) && node.text('post_transform', 'NONE') === 'NONE';
  if (!isKnown || node.numbers('prob_a').length > 0) {
    node.keep();
    return;
  }
  const count = counts.reduce((sum, each) => sum + each, 0);
  if (count < 1 || count > vectors.length || vectors.length % count !== 0)
    throw new OperatorError(`it has ${vectors.length} numbers for ${count} support vectors`);
  const { values, pairs } = coefficientsOf(node, counts);
  const kernel = kernels[name](node, vectors, count);
  const sums = node.add('MatMul', [kernel, node.constant(Array.from(values), [count, pairs])]);
  const rho = node.constant(node.numbers('rho').slice(0, pairs));
  if (pairs > 1) node.add('Add', [sums, rho], {}, scores);
  else {
    const score = node.add('Add', [sums, rho]);
    node.add('Concat', [node.add('Neg', [score]), score], { axis: 1, is_reversed: 1 }, scores);
  }
  if (label) node.keep([label]);
};
