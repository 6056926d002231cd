import { expect, test } from 'vitest';
import { testedModel } from '../../../../matchers/definition/subject.ts';
import { InvalidDataError, InvalidModelError } from '../../../../src/errors.ts';

const matcher = { name: 'toReachAccuracy', accepts: 'predictor', because: '' } as const;

test('a proxy that was revoked is refused like any other value that is no model', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(() => testedModel(matcher, proxy)).toThrow(InvalidModelError);
});

test('a promise is refused with the advice to await it', () => {
  expect(() => testedModel(matcher, Promise.resolve({}))).toThrow('This is a promise: await it first.');
});

test('a data set without a name is refused', () => {
  const model = {
    classifier: { predict: () => [] },
    split: { inputs: new Float32Array(1), labels: new Int32Array(1) },
    dataset: { classNames: ['a', 'b'] },
  };
  expect(() => testedModel(matcher, model)).toThrow(InvalidDataError);
  expect(() => testedModel(matcher, model)).toThrow('toReachAccuracy: the dataset of the model is');
});
