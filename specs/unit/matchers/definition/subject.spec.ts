import { expect, test } from 'vitest';
import { testedModel } from '../../../../matchers/definition/subject.ts';
import { InvalidModelError } from '../../../../src/errors.ts';

const matcher = { name: 'toReachAccuracy', accepts: 'predictor', because: '' } as const;

test('a proxy that was revoked is refused like any other value that is no model', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(() => testedModel(matcher, proxy)).toThrow(InvalidModelError);
});

test('a promise is refused with the advice to await it', () => {
  expect(() => testedModel(matcher, Promise.resolve({}))).toThrow('This is a promise: await it first.');
});
