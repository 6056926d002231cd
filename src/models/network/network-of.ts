import { InvalidModelError } from '../../errors.ts';
import type { Classifier, Predictor } from '../contract.ts';
import type { Network } from './contract.ts';

/** Whether a model has layers and logits, and with them gradients. */
export function isNetwork(model: Predictor): model is Network {
  const { model: layers, logits } = model as Partial<Network>;
  return typeof layers === 'object' && layers !== null && typeof logits === 'function';
}

/**
 * The network of a classifier: the same object, seen with its layers and logits. A copy that spreads a classifier, such as
 * `{ ...classifier, inputRange: [-3, 3] }`, has one too.
 *
 * @throws InvalidModelError if the classifier has no layers or no logits
 */
export function networkOf(classifier: Classifier): Network {
  if (isNetwork(classifier)) return classifier;
  const { name, model, logits } = classifier as Partial<Network>;
  throw new InvalidModelError(
    `The classifier "${name}" is no network: its model is of type ${typeof model}, its logits of type ${typeof logits}.\n` +
      'Expected layers and a function.\nPass what an architecture, classifier(model) or loadClassifier(folder) returns.',
  );
}
