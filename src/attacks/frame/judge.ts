import type { Split } from '../../datasets/contract.ts';
import { itemSize } from '../../splits/index.ts';
import { InvalidDataError, NumericalError } from '../../errors.ts';
import type { QueriedModel } from '../contract.ts';
import { largestOf } from '../../matrix/rows.ts';

/**
 * The class that a model predicts for each of some inputs, [count]; the first of equal scores.
 *
 * @throws NumericalError if a score is not finite, since nothing can be concluded from such a prediction
 */
export async function predictedClasses(
  owner: string,
  model: QueriedModel,
  inputs: Float32Array,
  count: number,
): Promise<Int32Array> {
  const { data } = await model.predict(inputs, count); // [count, classes]
  checkFinite(owner, data, `a logit of "${model.name}"`);
  return largestOf(data, model.classes);
}

/** @throws NumericalError if a value is not finite */
export function checkFinite(owner: string, values: Float32Array, what = 'an adversarial input'): void {
  let at = 0;
  while (at < values.length && Number.isFinite(values[at])) at++;
  if (at === values.length) return;
  throw new NumericalError(
    `${owner}: ${what} is ${values[at]}.\nExpected finite numbers. Check the weights of the model for NaN and overflow.`,
  );
}

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
