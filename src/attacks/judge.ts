import type { Split } from '../datasets/contract.ts';
import { itemSize, validateSplit } from '../datasets/split.ts';
import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor1D } from '../engine/tensors.ts';
import { InvalidDataError, NumericalError } from '../errors.ts';
import type { Classifier } from '../models/contract.ts';

/**
 * Whether each input is classified as its label, [batch].
 *
 * @throws NumericalError if a logit is not finite, since nothing can be concluded from such a prediction
 */
export async function isCorrect(owner: string, classifier: Classifier, x: Tensor, y: Tensor1D): Promise<Uint8Array> {
  const logits = tf.tidy(() => classifier.logits(x)); // [batch, classes]
  try {
    const [values, labels] = await Promise.all([logits.data(), y.data()]);
    checkFinite(owner, values as Float32Array, `a logit of "${classifier.name}"`);
    return Uint8Array.from(labels, (label, item) => {
      const row = values.subarray(item * classifier.classes, (item + 1) * classifier.classes);
      return row.indexOf(Math.max(...row)) === label ? 1 : 0;
    });
  } finally {
    logits.dispose();
  }
}

/** @throws NumericalError if a value is not finite */
export function checkFinite(owner: string, values: Float32Array, what = 'an adversarial input'): void {
  const found = values.findIndex((value) => !Number.isFinite(value));
  if (found === -1) return;
  throw new NumericalError(
    `${owner}: ${what} is ${values[found]}.\nExpected finite numbers. Check the weights of the model for NaN and overflow.`,
  );
}

/**
 * Demands a split that the classifier can be attacked on.
 *
 * @throws InvalidDataError if it is empty, mislabelled, not finite, not continuous, of another shape or outside the input range
 */
export function checkInputs(owner: string, split: Split, classifier: Classifier): void {
  validateSplit(split, classifier.classes, `the split that ${owner} attacks`);
  if (!(split.inputs instanceof Float32Array)) {
    throw new InvalidDataError(
      `${owner}: the inputs are integers.\nExpected continuous inputs such as images; token ids cannot be moved by epsilon.`,
    );
  }
  if (split.itemShape.join() !== classifier.itemShape.join()) {
    throw new InvalidDataError(
      `${owner}: the items have shape [${split.itemShape.join(', ')}].\n` +
        `Expected [${classifier.itemShape.join(', ')}], which "${classifier.name}" takes.`,
    );
  }
  const [lowest, highest] = classifier.inputRange;
  const outside = split.inputs.findIndex((value) => value < lowest || value > highest);
  if (outside !== -1) {
    throw new InvalidDataError(
      `${owner}: item ${Math.floor(outside / itemSize(split))} contains ${split.inputs[outside]}.\n` +
        `Expected values in [${lowest}, ${highest}], the input range of "${classifier.name}". ` +
        'Scale the inputs, or give the classifier its inputRange.',
    );
  }
}
