import { describe, expect, test } from 'vitest';
import { attacks } from '../../../../src/attacks/index.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';

describe.each(Object.values(attacks))('$name', (attack) => {
  test.each([[Number.NaN], [-0.1], ['0.1'], [[0.1]], [undefined], [10n], [{ toString: null }]])(
    'describes no epsilon of %o',
    (epsilon) => {
      for (const call of [() => attack.parameters(epsilon as never), () => attack.warnings?.(epsilon as never)]) {
        expect(call).toThrow(InvalidOptionError);
        expect(call).toThrow(`${attack.name}: epsilon is`);
      }
    },
  );

  test.each([[[0]], [[1, 0]], [[0, Number.NaN]], [[[0, 0], [1]]], ['01'], [[[], []]], [[new Float32Array(1), 1]]])(
    'describes no input range of %o',
    (range) => {
      expect(() => attack.parameters(0.1, range as never)).toThrow(`${attack.name}: inputRange is`);
    },
  );

  test.each([[1], [2.5], ['3'], [undefined]])('counts no restarts for %o classes', (classes) => {
    expect(() => attack.restarts?.(classes as never)).toThrow(`${attack.name}: classes is`);
  });

  test('describes every range that a model can have', () => {
    for (const range of [
      null,
      [0, 255],
      [-Infinity, Infinity],
      [
        [0, 0],
        [1, 2],
      ],
      [0, [1, 2]],
    ])
      expect(() => attack.parameters(0.1, range as never)).not.toThrow();
  });
});
