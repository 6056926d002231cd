import { expect, test } from 'vitest';
import { parametersOf, resultOf, warningsOf } from '../../src/attack-answers.ts';
import { fgsm, type Attack } from '../../src/attacks/index.ts';

const own = (changes: object): Attack => ({ ...fgsm, ...changes });

test.each([[undefined], [5], [Promise.resolve({})], [{ steps: Number.NaN }], [{ steps: () => 1 }]])(
  'an attack that describes itself by %o is refused',
  (parameters) => {
    expect(() => parametersOf(own({ parameters: () => parameters }), 0.1, [0, 1])).toThrow(
      'fgsm: the result of parameters is',
    );
  },
);

test.each([['too weak'], [5], [{}], [[1]]])('an attack that warns of %o is refused', (warnings) => {
  expect(() => warningsOf(own({ warnings: () => warnings }), 0.1)).toThrow('fgsm: the result of warnings is');
});

test('an attack without warnings has none', () => {
  expect(warningsOf(own({ warnings: undefined }), 0.1)).toEqual([]);
});

test.each([[undefined], [5], [{ broken: [] }]])('an attack whose run returns %o is refused', (result) => {
  expect(() => resultOf(fgsm, result, 2)).toThrow('fgsm: the result of run is');
});
