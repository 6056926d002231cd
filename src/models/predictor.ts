import type { Split } from '../datasets/contract.ts';
import { InvalidDataError, InvalidModelError, NumericalError } from '../errors.ts';
import { itemSize } from '../splits/index.ts';
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

/** A model that black-box attacks query: a `Predictor` with its gaps filled in, or a `Classifier`. */
export type QueriedModel = Required<Predictor>;

/**
 * Demands of a valid split that the model can be attacked on it.
 *
 * @throws InvalidDataError if its inputs are not continuous, of another shape or outside the input range
 */
export function checkInputs(owner: string, split: Split, model: QueriedModel): void {
  if (!(split.inputs instanceof Float32Array)) {
    throw new InvalidDataError(
      `${owner}: the inputs are integers.\nExpected continuous inputs such as images; token ids cannot be moved by epsilon.`,
    );
  }
  if (split.itemShape.join() !== model.itemShape.join()) {
    throw new InvalidDataError(
      `${owner}: the items have shape [${split.itemShape.join(', ')}].\n` +
        `Expected [${model.itemShape.join(', ')}], which "${model.name}" takes.`,
    );
  }
  const [lowest, highest] = model.inputRange;
  const { inputs } = split;
  let outside = 0;
  while (outside < inputs.length && inputs[outside] >= lowest && inputs[outside] <= highest) outside++;
  if (outside < inputs.length) {
    throw new InvalidDataError(
      `${owner}: item ${Math.floor(outside / itemSize(split))} contains ${inputs[outside]}.\n` +
        `Expected values in [${lowest}, ${highest}], the input range of "${model.name}". ` +
        'Scale the inputs, or give the classifier its inputRange.',
    );
  }
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
