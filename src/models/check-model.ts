import { InvalidModelError } from '../errors.ts';
import { isInside, isInstance, isObject, type Limit } from '../options.ts';
import { show } from '../show.ts';
import type { Predictor } from './contract.ts';

/**
 * Checks the parts of a model that may be made by hand: `predict`, and the name, classes and item shape, if it has them.
 *
 * @param owner - the function that received it, for errors
 * @throws InvalidModelError if one has another type
 */
export function checkModel(owner: string, model: unknown): asserts model is Predictor {
  if (!isObject(model) || typeof model.predict !== 'function') {
    const state = isInstance(model, Promise) ? ', a promise: await it first' : '';
    throw new InvalidModelError(
      `${owner}: the model is ${show(model)}${state}.\nExpected a classifier, or { predict(inputs, count) }.\n` +
        'Pass the classifier of a fixture, classifier(model), loadClassifier(folder), or an object with predict.',
    );
  }
  const { name, classes, itemShape, predictions } = model;
  if (name !== undefined && typeof name !== 'string') throw invalid(owner, 'name', name, 'a text');
  const subject = name === undefined ? owner : `${owner}: "${name}"`;
  if (classes !== undefined && !(Number.isSafeInteger(classes) && (classes as number) >= 2))
    throw invalid(subject, 'classes', classes, 'an integer of at least 2');
  if (predictions !== undefined && typeof predictions !== 'function')
    throw invalid(subject, 'predictions', predictions, 'a function from a split to the class per input');
  if (itemShape !== undefined && !isInside(itemShape, shapes))
    throw invalid(subject, 'itemShape', itemShape, shapes.expected);
}

const shapes: Limit = {
  expected: 'a list of at most 5 positive integers, such as [28, 28, 1]',
  holds: (shape) =>
    Array.isArray(shape) &&
    shape.length < 6 &&
    Array.from(shape).every((size) => Number.isSafeInteger(size) && size > 0),
};

const invalid = (owner: string, part: string, value: unknown, expected: string): InvalidModelError =>
  new InvalidModelError(
    `${owner}: ${part} of the model is ${show(value)}.\nExpected ${expected}.\nCorrect it, or omit it in a model that only answers.`,
  );
