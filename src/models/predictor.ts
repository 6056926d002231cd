import type { Split } from '../datasets/contract.ts';
import { InvalidDataError, InvalidModelError, NumericalError } from '../errors.ts';
import { resolveRange } from '../norms/resolve-range.ts';
import { checkRange, itemSize } from '../splits/index.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Classifier, Predictor } from './contract.ts';
import type { Network } from './network/contract.ts';
import { isNetwork } from './network/network-of.ts';

/**
 * Returns a model that can be queried. The open properties of a predictor are filled in: its classes from one query, its
 * item shape from the inputs. A network is returned unchanged.
 *
 * @param split - the inputs to query the model with; at least one
 * @throws InvalidModelError if an answer is not [count, classes]; NumericalError if a score is not finite
 */
export async function queriedModel(
  model: Classifier | Predictor,
  split: Split,
): Promise<Network | Required<Predictor>> {
  if (isNetwork(model)) return model;
  const { name = 'predictor', itemShape = split.itemShape } = model;
  const inputRange = resolveRange(name, model.inputRange ?? [0, 1], itemShape);
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

/** A model that black-box attacks query: a `Predictor` with all properties, or a `Classifier`. */
export type QueriedModel = Required<Predictor>;

/**
 * Checks that the model can be attacked on a valid split.
 *
 * @throws InvalidDataError if its inputs are not continuous, have another shape or lie outside the input range
 */
export function checkInputs(owner: string, split: Split, model: QueriedModel): void {
  if (!(split.inputs instanceof Float32Array)) {
    throw new InvalidDataError(
      `${owner}: the inputs are integers.\nExpected continuous inputs such as images; token ids cannot be perturbed by epsilon.\nPass a split whose inputs are a Float32Array.`,
    );
  }
  if (split.itemShape.join() !== model.itemShape.join()) {
    throw new InvalidDataError(
      `${owner}: the items have shape [${split.itemShape.join(', ')}].\n` +
        `Expected [${model.itemShape.join(', ')}], the item shape of "${model.name}".\nReshape the data, or build the model for its shape.`,
    );
  }
  checkRange(owner, split, model);
}

function assertAnswer(name: string, answer: Matrix, count: number, classes: number): void {
  const { data, rows, columns } = answer;
  if (classes < 2 || rows !== count || columns !== classes || data?.length !== rows * columns) {
    throw new InvalidModelError(
      `"${name}" answers ${count} inputs with ${data?.length} values in ${rows} rows of ${columns}.\n` +
        `Expected { data, rows: ${count}, columns: ${classes < 2 ? 'at least 2' : classes} }, one score per class and input.\n` +
        'Return a Float32Array of logits or probabilities from predict, row after row.',
    );
  }
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new NumericalError(
    `"${name}" answers input ${Math.floor(at / columns)} with ${data[at]}.\nExpected finite numbers.\nCheck the scores that predict returns.`,
  );
}
