import { OperatorError } from '../../operators/values.ts';
import type { Rewriter, Rewriters } from './contract.ts';
import { linearClassifier } from './linear-classifier.ts';
import { supportVectors } from './support-vectors.ts';

/** A number below all norms, so that zeros stay zeros. */
const smallest = 1e-30;

const scaler: Rewriter = (node) => {
  const shifted = node.add('Sub', [node.input(0), node.constant(node.numbers('offset'))]);
  node.add('Mul', [shifted, node.constant(node.numbers('scale'))], {}, node.node.outputs[0]);
};

/** The norms per row by their names. */
const norms: Readonly<Record<string, string>> = { L1: 'ReduceL1', L2: 'ReduceL2', MAX: 'ReduceMax' };

/**
 * Divides each row by its norm; MAX is the largest value, as the standard says, and not the largest magnitude as in scikit-learn. Probabilities per class become those of all classes so; where they come from logits, they become the
 * softmax of logarithms, so that the logits can be read:
 *
 *   σ(s_k) / Σ_j σ(s_j) = softmax(log σ(s))_k
 */
const normalizer: Rewriter = (node) => {
  const [output] = node.node.outputs;
  const norm = node.text('norm', 'MAX');
  const producer = node.producerOf(node.input(0));
  if (norm === 'L1' && producer?.operator === 'Softmax') node.add('Identity', [node.input(0)], {}, output);
  else if (norm === 'L1' && producer?.operator === 'Sigmoid') {
    const logarithms = node.add('Neg', [node.add('Softplus', [node.add('Neg', [producer.inputs[0]])])]);
    node.add('Softmax', [logarithms], { axis: -1 }, output);
  } else {
    if (!Object.hasOwn(norms, norm)) throw new OperatorError(`its norm is ${norm}`);
    const lengths = node.add(norms[norm], [node.input(0)], { axes: [1], keepdims: 1 });
    node.add('Div', [node.input(0), node.add('Max', [lengths, node.scalar(smallest)])], {}, output);
  }
};

/** Values in place of those that are missing. */
const imputer: Rewriter = (node) => {
  const missing = node.number('replaced_value_float', Number.NaN);
  const [x, values] = [node.input(0), node.constant(node.numbers('imputed_value_floats'))];
  const isMissing = Number.isNaN(missing) ? node.add('IsNaN', [x]) : node.add('Equal', [x, node.scalar(missing)]);
  node.add('Where', [isMissing, values, x], {}, node.node.outputs[0]);
};

/** Columns of a matrix; a list of classes is a matrix of one row. */
const columns: Rewriter = (node) => {
  const isList = node.known(0)?.shape.length === 1;
  const x = isList ? node.add('Reshape', [node.input(0), node.constant([1, -1], [2], 'int32')]) : node.input(0);
  const places = node.add('Reshape', [node.input(1), node.constant([-1], [1], 'int32')]);
  node.add('Gather', [x, places], { axis: -1 }, node.node.outputs[0]);
};

const linearRegressor: Rewriter = (node) => {
  if (node.text('post_transform', 'NONE') !== 'NONE') throw new OperatorError('it has a post_transform');
  const units = node.number('targets', 1);
  const coefficients = node.numbers('coefficients');
  const kernel = node.constant(coefficients, [units, coefficients.length / units]);
  const given = node.numbers('intercepts');
  const bias = node.constant(given.length > 0 ? given : Array.from({ length: units }, () => 0));
  node.add('Gemm', [node.input(0), kernel, bias], { transB: 1 }, node.node.outputs[0]);
};

/** The logistic function in steps overflows far from 0: 1 / (1 + exp(−1 · s)). */
const reciprocal: Rewriter = (node) => {
  const isNumber = (name: string, value: number): boolean => node.constantOf(name)?.data[0] === value;
  const sum = node.producerOf(node.input(0));
  const exponential =
    sum?.operator === 'Add' && isNumber(sum.inputs[1], 1) ? node.producerOf(sum.inputs[0]) : undefined;
  const negative = exponential?.operator === 'Exp' ? node.producerOf(exponential.inputs[0]) : undefined;
  if (negative?.operator === 'Mul' && isNumber(negative.inputs[1], -1))
    node.add('Sigmoid', [negative.inputs[0]], {}, node.node.outputs[0]);
  else node.keep();
};

/** Operators that exporters of scikit-learn write. A map of classes, which ZipMap makes of scores, stays a matrix. */
export const scikitLearn: Rewriters = {
  'ai.onnx.ml ArrayFeatureExtractor': columns,
  'ai.onnx.ml Imputer': imputer,
  'ai.onnx.ml LinearClassifier': linearClassifier,
  'ai.onnx.ml LinearRegressor': linearRegressor,
  'ai.onnx.ml Normalizer': normalizer,
  'ai.onnx.ml SVMClassifier': supportVectors,
  'ai.onnx.ml Scaler': scaler,
  ' Reciprocal': reciprocal,
  'ai.onnx.ml ZipMap': (node) => void node.add('Identity', [node.input(0)], {}, node.node.outputs[0]),
};
