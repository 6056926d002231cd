import type { Split } from '../datasets/contract.ts';
import { itemSize } from '../splits/index.ts';
import { InvalidModelError, NumericalError } from '../errors.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Classifier, Predictor } from './contract.ts';
import type { Network } from './network/contract.ts';
import { isNetwork } from './network/network-of.ts';

/**
 * A model to be queried, with what a predictor leaves open worked out: its classes by one question, its shape by the
 * inputs. A classifier is one as it is.
 *
 * @param split - the inputs that it is to be asked about; at least one
 * @throws InvalidModelError if its answers are not [count, classes]; NumericalError if one is not finite
 */
export async function queriedModel(
  model: Classifier | Predictor,
  split: Split,
): Promise<Network | Required<Predictor>> {
  if (isNetwork(model)) return model;
  const { name = 'predictor', inputRange = [0, 1], itemShape = split.itemShape } = model;
  const first = Float32Array.from(split.inputs.subarray(0, itemSize(split)));
  const answer = await model.predict(first, 1);
  const { classes = answer.columns } = model;
  assertAnswer(name, answer, 1, classes);
  const predict = async (inputs: Float32Array, count: number): Promise<Matrix> => {
    const scores = await model.predict(inputs, count);
    assertAnswer(name, scores, count, classes);
    return scores;
  };
  return { name, classes, itemShape, inputRange, predict };
}

function assertAnswer(name: string, answer: Matrix, count: number, classes: number): void {
  const { data, rows, columns } = answer;
  if (classes < 2 || rows !== count || columns !== classes || data?.length !== rows * columns) {
    throw new InvalidModelError(
      `"${name}" answers ${count} inputs by ${data?.length} values, ${rows} rows of ${columns}.\n` +
        `Expected { data, rows: ${count}, columns: ${classes < 2 ? 'at least 2' : classes} }, a score for each class of each input.\n` +
        'Let predict return a Float32Array of logits or probabilities, row after row.',
    );
  }
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new NumericalError(
    `"${name}" answers input ${Math.floor(at / columns)} by ${data[at]}.\nExpected finite numbers.\nCheck what its predict returns.`,
  );
}
