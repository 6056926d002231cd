import { OperatorError } from '../../operators/values.ts';
import type { Rewriter, Rewriting } from './contract.ts';

/** Rows of coefficients, one per score, and the number that is added to each. */
interface Rows {
  readonly coefficients: readonly number[];
  readonly intercepts: readonly number[];
}

/** The scores of rows, [batch, features] -> [batch, rows], by a product that becomes a dense layer. */
function scoresOf(node: Rewriting, { coefficients, intercepts }: Rows, output?: string): string {
  const units = intercepts.length;
  const kernel = node.constant(coefficients, [units, coefficients.length / units]);
  return node.add('Gemm', [node.input(0), kernel, node.constant(intercepts)], { transB: 1 }, output);
}

function rowsOf(node: Rewriting, classes: number): Rows {
  const coefficients = node.numbers('coefficients');
  const given = node.numbers('intercepts');
  const intercepts = given.length > 0 ? given : Array.from({ length: classes }, () => 0);
  const isWhole = intercepts.length > 0 && coefficients.length > 0 && coefficients.length % intercepts.length === 0;
  if (!isWhole) throw new OperatorError(`it has ${coefficients.length} coefficients for ${intercepts.length} scores`);
  if (intercepts.length < 2 && classes > 1) throw new OperatorError('it has one score for two classes');
  return { coefficients, intercepts };
}

/** Whether the second of two rows is the first with another sign, as for two classes. */
function isOfTwo({ coefficients, intercepts }: Rows): boolean {
  const half = coefficients.length / 2;
  return (
    intercepts.length === 2 &&
    intercepts[0] === -intercepts[1] &&
    coefficients.slice(0, half).every((value, i) => value === -coefficients[half + i])
  );
}

/**
 * A linear classifier, and the function that makes probabilities of its scores. The logistic function of two opposite scores is a
 * softmax, whose logits are the halves of the scores:
 *
 *   (σ(−s), σ(s)) = softmax(−s / 2, s / 2)
 */
export const linearClassifier: Rewriter = (node) => {
  const [label, scores] = node.node.outputs;
  const labels = node.numbers('classlabels_ints');
  const names = node.node.attributes.classlabels_strings;
  const rows = rowsOf(node, labels.length || (Array.isArray(names) ? names.length : 0));
  const transform = node.text('post_transform', 'NONE');
  if (transform === 'NONE') scoresOf(node, rows, scores);
  else if (transform === 'SOFTMAX') node.add('Softmax', [scoresOf(node, rows)], { axis: -1 }, scores);
  else if (transform !== 'LOGISTIC') throw new OperatorError(`its post_transform is ${transform}`);
  else if (!isOfTwo(rows)) node.add('Sigmoid', [scoresOf(node, rows)], {}, scores);
  else {
    const halves = {
      coefficients: rows.coefficients.map((value) => value / 2),
      intercepts: rows.intercepts.map((value) => value / 2),
    };
    node.add('Softmax', [scoresOf(node, halves)], { axis: -1 }, scores);
  }
  if (!label) return;
  if (labels.length === 0) node.keep([label]);
  else {
    const best = node.add('ArgMax', [scores], { axis: 1, keepdims: 0 });
    node.add('Gather', [node.constant(labels, [labels.length], 'int32'), best], { axis: 0 }, label);
  }
};
