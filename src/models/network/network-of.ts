import { InvalidModelError } from '../../errors.ts';
import { resolveRange } from '../../norms/resolve-range.ts';
import { show } from '../../show.ts';
import { checkModel } from '../check-model.ts';
import type { Classifier } from '../contract.ts';
import type { Network } from './contract.ts';
import { guarded, methods } from './guarded.ts';
import { isNetwork } from './is-network.ts';

/** Networks whose parts were checked, and the networks to use in their place. */
const checked = new WeakMap<Network, Network>();

/** The methods of networks that this package made. */
const own = new WeakSet<object>();

/** Records that a network was made by this package, so that its parts need no check. @returns the network */
export function trusted(network: Network): Network {
  checked.set(network, network);
  for (const method of methods) own.add(network[method]);
  return network;
}

/**
 * Returns the same classifier, typed with its layers and logits. An object that spreads a classifier, such as
 * `{ ...classifier, inputRange: [-3, 3] }`, is a network too. If it has a method of its own, what that returns is checked.
 *
 * @throws InvalidModelError if the classifier has no layers or no logits, or its classes or its item shape are not those of its layers;
 *   InvalidOptionError if its input range does not fit the item shape
 */
export function networkOf(classifier: Classifier): Network {
  if (isNetwork(classifier)) return checked.get(classifier) ?? withCheckedParts(classifier);
  checkModel('The classifier', classifier);
  const { name, model, logits } = classifier as Partial<Network>;
  throw new InvalidModelError(
    `The classifier "${name}" is not a network: its model has the type ${typeof model}, its logits have the type ${typeof logits}.\n` +
      'Expected a model with layers and a logits function.\nPass the result of an architecture, classifier(model) or loadClassifier(folder).',
  );
}

function withCheckedParts(network: Network): Network {
  const { name, model, classes, itemShape, inputRange } = network;
  checkModel('The classifier', network);
  const [input, output]: (readonly unknown[] | undefined)[] = [model.inputs?.[0]?.shape, model.outputs?.[0]?.shape];
  if (!Array.isArray(model.layers) || typeof model.getWeights !== 'function' || !input || !output) {
    throw new InvalidModelError(
      `The classifier "${name}" has the model ${show(model)}.\nExpected a model of TensorFlow.js with layers.\n` +
        'Pass the result of an architecture, classifier(model) or loadClassifier(folder).',
    );
  }
  const units = output[1] === 1 ? 2 : output[1]; // one sigmoid unit makes two classes
  if (classes !== units || itemShape?.join() !== input.slice(1).join()) {
    throw new InvalidModelError(
      `The classifier "${name}" has ${show(classes)} classes and items of shape ${show(itemShape)}.\n` +
        `Expected those of its layers: ${show(units)} classes and items of shape ${show(input.slice(1))}.\nChange only name and inputRange of a classifier.`,
    );
  }
  resolveRange(`The classifier "${name}"`, inputRange, itemShape);
  const result = isMadeHere(network) ? network : guarded(network);
  checked.set(network, result);
  checked.set(result, result);
  return result;
}

/** Whether all methods of a network are of this package, none of its user. */
export const isMadeHere = (network: Network): boolean =>
  methods.every((method) => own.has(Object(network[method]) as object));
