import type { GraphNode } from '../../contract.ts';
import type { Rewriter, Rewriters, Rewriting } from './contract.ts';

/** Names of the tensors that quantise values: q = round(x / scale) + zero. */
interface Grid {
  readonly values: string;
  readonly scale: string;
  /** Empty for 0. */
  readonly zero: string;
}

const gridAt = (node: Rewriting, at: number): Grid => ({
  values: node.input(at),
  scale: node.input(at + 1),
  zero: node.input(at + 2),
});

/** Integers as numbers, less their zero point. */
const integers = (node: Rewriting, values: string, zero: string, scale = node.scalar(1), axis = 0): string =>
  node.add('DequantizeLinear', zero ? [values, scale, zero] : [values, scale], { axis });

/**
 * The powers of two next to the scales of a kernel. Multiplied by them, the integers of a kernel are almost the weights that they
 * stand for, which is what pruning compares, and every sum of products is still exact.
 */
function powersOfTwo(node: Rewriting, at: number): string {
  const scales = node.known(at);
  if (!scales) return node.scalar(1);
  return node.constant(
    Array.from(scales.data, (scale) => 2 ** Math.round(Math.log2(scale)) || 1),
    scales.shape,
  );
}

/** What is computed on integers, and how its result becomes integers again. */
interface Product {
  readonly left: Grid;
  readonly right: Grid;
  /** Scale and zero point of the result; a result without them is a floating-point number. */
  readonly result?: Omit<Grid, 'values'>;
  /** Where the scales of the right operand are. */
  readonly scaleAt: number;
  /** The axis of the right operand that has a scale per entry. */
  readonly axis: number;
  /** The shape of factors per entry against the result. @defaultValue that of the scales */
  readonly shape?: readonly number[];
  readonly factor?: number;
  /** Computes the product of the operands. */
  readonly compute: (left: string, right: string, powers: string) => string;
}

/**
 * A product of integers: exact sums, one multiplication, one rounding, half to even.
 *
 *   y = clip(round(Σ (a − zero_a) (b − zero_b) · scale_a · scale_b / scale_y) + zero_y)
 */
function product(node: Rewriting, { left, right, result, scaleAt, axis, shape, factor = 1, compute }: Product): void {
  const powers = powersOfTwo(node, scaleAt);
  const sums = compute(
    integers(node, left.values, left.zero),
    integers(node, right.values, right.zero, powers, axis),
    powers,
  );
  const both = node.add('Mul', [left.scale, right.scale]);
  const scaled = factor === 1 ? both : node.add('Mul', [both, node.scalar(factor)]);
  const steps = result ? node.add('Div', [scaled, result.scale]) : scaled;
  const all = node.add('Div', [steps, powers]);
  const [output] = node.node.outputs;
  const factors = shape ? node.add('Reshape', [all, node.constant(shape, [shape.length], 'int32')]) : all;
  if (!result) node.add('Mul', [sums, factors], {}, output);
  else node.add('QuantizeLinear', [node.add('Mul', [sums, factors]), node.scalar(1), result.zero], {}, output);
}

/** The layer of such a product keeps its integers: nothing behind it is multiplied into its kernel. */
const exact = (attributes: GraphNode['attributes']): GraphNode['attributes'] => ({ ...attributes, exact: 1 });

/** The number of axes that stand for places in a kernel; images have two. */
const placesOf = (node: Rewriting): number =>
  (node.known(3)?.shape.length ?? 2 + (node.numbers('kernel_shape').length || 2)) - 2;

const convolution: Rewriter = (node) => {
  const ones = Array.from({ length: placesOf(node) }, () => 1);
  const bias = node.input(8);
  product(node, {
    left: gridAt(node, 0),
    right: gridAt(node, 3),
    result: { scale: node.input(6), zero: node.input(7) },
    scaleAt: 4,
    axis: 0,
    shape: [-1, ...ones],
    compute: (x, kernel, powers) =>
      node.add('Conv', [x, kernel, ...(bias ? [integers(node, bias, '', powers)] : [])], exact(node.node.attributes)),
  });
};

const matrices: Rewriter = (node) =>
  product(node, {
    left: gridAt(node, 0),
    right: gridAt(node, 3),
    result: { scale: node.input(6), zero: node.input(7) },
    scaleAt: 4,
    axis: -1,
    compute: (a, b) => node.add('MatMul', [a, b], exact({})),
  });

/** A product with a bias, by onnxruntime. */
const gemm: Rewriter = (node) => {
  const isTransposed = node.number('transB', 0) === 1;
  const [bias, scale] = [node.input(6), node.input(7)];
  product(node, {
    left: gridAt(node, 0),
    right: gridAt(node, 3),
    ...(scale && { result: { scale, zero: node.input(8) } }),
    scaleAt: 4,
    axis: isTransposed ? 0 : -1,
    factor: node.number('alpha', 1),
    compute: (a, b, powers) =>
      node.add('Gemm', [a, b, ...(bias ? [integers(node, bias, '', powers, -1)] : [])], {
        ...exact({ transA: node.number('transA', 0), transB: node.number('transB', 0) }),
      }),
  });
};

/** Products of integers whose sums are integers again. */
const sums =
  (operator: string, axis: number): Rewriter =>
  (node) => {
    const [left, right] = [integers(node, node.input(0), node.input(2)), node.input(3)];
    const kernel = integers(node, node.input(1), right, node.scalar(1), axis);
    node.add(operator, [left, kernel], exact(node.node.attributes), node.node.outputs[0]);
  };

/** Products of quantised models, QOperator in onnxruntime. The sums are held as floating-point numbers, so that gradients pass. */
export const integerProducts: Rewriters = {
  ' QLinearConv': convolution,
  ' QLinearMatMul': matrices,
  'com.microsoft QGemm': gemm,
  ' ConvInteger': sums('Conv', 0),
  ' MatMulInteger': sums('MatMul', -1),
};
