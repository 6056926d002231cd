import { beforeAll, expect, test } from 'vitest';
import { acquisitionFunctions } from '../../src/acquisition/index.ts';
import { attacks, pgd } from '../../src/attacks/index.ts';
import { explainCall, isNotCalled } from '../../src/called-members.ts';

// another spec file of this process may have defined an attack of this name
beforeAll(() => isNotCalled('an attack', pgd));

/** The error of a call, as a user meets it. */
function errorOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

test('the error of a call of an attack says what to write, and keeps its line', () => {
  const error = errorOf(() => (pgd as unknown as (options: object) => unknown)({ steps: 3 })) as Error;
  expect(explainCall(error)).toBe(error);
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toMatch(
    /pgd\)? is not a function\nIn vitest-dnn pgd is an attack, not a function: write pgd, or pgd\.with\(\{ steps: 40 }\)\.$/,
  );
  expect(error.stack).toContain(error.message);
  expect(error.stack).toContain('called-members.spec.ts');
});

test.each([
  'pgd is not a function',
  '(0 , __vi_import_0__.pgd) is not a function',
  '__vi_import_0__.pgd is not a function',
  'dnn.pgd is not a function',
])('recognises "%s"', (message) => {
  expect((explainCall(new TypeError(message)) as Error).message).toContain('pgd.with(');
});

test('every attack and acquisition function is known', () => {
  for (const { name } of [...Object.values(attacks), ...Object.values(acquisitionFunctions)])
    expect((explainCall(new TypeError(`${name} is not a function`)) as Error).message).toContain(`write ${name}`);
});

test.each([
  [new TypeError('x is not a function')],
  [new Error('pgd is not a function')],
  [new TypeError('pgd.rum is not a function')],
  ['pgd is not a function'],
  [undefined],
])('leaves %o as it is', (error) => {
  const before = String(error);
  expect(explainCall(error)).toBe(error);
  expect(String(error)).toBe(before);
});
