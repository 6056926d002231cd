import type { GraphNode } from '../../contract.ts';
import type { Rewriter, Rewriters, Rewriting } from './contract.ts';

/** Attributes that onnxruntime adds to an operator, and that the operator of the standard does not have. */
const passed = ({ node }: Rewriting): GraphNode['attributes'] => node.attributes;

const real = (node: Rewriting, at: number): string =>
  node.add('DequantizeLinear', [node.input(at), node.input(at + 1), node.input(at + 2)].filter(Boolean));

const whole = (node: Rewriting, value: string, at: number): string =>
  node.add('QuantizeLinear', [value, node.input(at), node.input(at + 1)].filter(Boolean), {}, node.node.outputs[0]);

/** One input, its grid, and that of the result. */
const unary =
  (operator: string): Rewriter =>
  (node) =>
    void whole(node, node.add(operator, [real(node, 0)], passed(node)), 3);

/** Two inputs with a grid each, and that of the result. */
const sum: Rewriter = (node) => void whole(node, node.add('Add', [real(node, 0), real(node, 3)]), 6);

/** Integers are multiplied exactly, and rounded once. */
const product: Rewriter = (node) => {
  const integers = (at: number): string =>
    node.add('DequantizeLinear', [node.input(at), node.scalar(1), node.input(at + 2)].filter(Boolean));
  const exact = node.add('Mul', [integers(0), integers(3)]);
  const steps = node.add('Div', [node.add('Mul', [node.input(1), node.input(4)]), node.input(6)]);
  const inputs = [node.add('Mul', [exact, steps]), node.scalar(1), node.input(7)].filter(Boolean);
  node.add('QuantizeLinear', inputs, {}, node.node.outputs[0]);
};

/** The grid of the result, and then the values and the grid of each input. */
const joined: Rewriter = (node) => {
  const count = Math.floor((node.node.inputs.length - 2) / 3);
  const parts = Array.from({ length: count }, (_, i) => real(node, 2 + 3 * i));
  whole(node, node.add('Concat', parts, node.node.attributes), 0);
};

/** Operators of onnxruntime on quantised values: the floating-point operator between DequantizeLinear and QuantizeLinear. */
export const quantised: Rewriters = {
  'com.microsoft QLinearAdd': sum,
  'com.microsoft QLinearMul': product,
  'com.microsoft QLinearConcat': joined,
  'com.microsoft QLinearSigmoid': unary('Sigmoid'),
  'com.microsoft QLinearLeakyRelu': unary('LeakyRelu'),
  'com.microsoft QLinearSoftmax': unary('Softmax'),
  'com.microsoft QLinearAveragePool': unary('AveragePool'),
  'com.microsoft QLinearGlobalAveragePool': unary('GlobalAveragePool'),
};
