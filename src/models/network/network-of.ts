import { InvalidModelError } from '../../errors.ts';
import type { Classifier, Predictor } from '../contract.ts';
import type { Network } from './contract.ts';

/** Whether a model has layers and logits, and therefore gradients. */
export function isNetwork(model: Predictor): model is Network {
  const { model: layers, logits } = model as Partial<Network>;
  return typeof layers === 'object' && layers !== null && typeof logits === 'function';
}

/**
 * Returns the same classifier, typed with its layers and logits. An object that spreads a classifier, such as
 * `{ ...classifier, inputRange: [-3, 3] }`, is a network too.
 *
 * @throws InvalidModelError if the classifier has no layers or no logits
 */
export function networkOf(classifier: Classifier): Network {
  if (isNetwork(classifier)) return classifier;
  const { name, model, logits } = classifier as Partial<Network>;
  throw new InvalidModelError(
    `The classifier "${name}" is not a network: its model has the type ${typeof model}, its logits have the type ${typeof logits}.\n` +
      'Expected a model with layers and a logits function.\nPass the result of an architecture, classifier(model) or loadClassifier(folder).',
  );
}
