import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/errors.ts';
import { integerFrom, oneOf, positive, resolveOptions } from '../../src/options.ts';

interface Sample {
  readonly steps: number;
  readonly stepSize: number | null;
  readonly start: boolean;
  readonly rule: string;
}

const defaults: Sample = { steps: 10, stepSize: null, start: true, rule: 'strict' };
const limits = { steps: integerFrom(1), stepSize: positive, rule: oneOf('strict', 'lenient') };
const resolve = (changes: object): Sample => resolveOptions('walk', defaults, changes, limits);

describe('resolveOptions', () => {
  test('overrides the defaults by what is given, and leaves them untouched', () => {
    expect(resolve({ steps: 3, rule: 'lenient' })).toEqual({ steps: 3, stepSize: null, start: true, rule: 'lenient' });
    expect(resolve({ steps: undefined })).toEqual(defaults);
    expect(defaults.steps).toBe(10);
  });

  test('takes a number, or null again, where the default is null', () => {
    expect(resolve({ stepSize: 0.5 }).stepSize).toBe(0.5);
    expect(resolve({ stepSize: null }).stepSize).toBeNull();
  });

  test.each([
    [
      { step: 3 },
      'walk: there is no option "step".\nExpected one of: steps, stepSize, start, rule.\nRemove it or correct its name.',
    ],
    [{ steps: 0 }, 'walk: steps is 0.\nExpected an integer of at least 1.\nLeave it out for 10.'],
    [{ steps: '3' }, "walk: steps is '3'.\nExpected an integer of at least 1."],
    [{ steps: Number.NaN }, 'walk: steps is NaN.'],
    [{ stepSize: -1 }, 'walk: stepSize is -1.\nExpected a finite number above 0.\nLeave it out for the default.'],
    [{ stepSize: Number.POSITIVE_INFINITY }, 'walk: stepSize is Infinity.'],
    [{ start: 1 }, 'walk: start is 1.\nExpected a boolean.\nLeave it out for true.'],
    [{ rule: 'loose' }, "walk: rule is 'loose'.\nExpected one of 'strict', 'lenient'."],
    [{ steps: null }, 'walk: steps is null.'],
  ])('refuses %j', (changes, message) => {
    expect(() => resolve(changes)).toThrow(message);
    expect(() => resolve(changes)).toThrow(InvalidOptionError);
  });

  test('says so where there are no options', () => {
    expect(() => resolveOptions('fgsm', {}, { steps: 3 } as object)).toThrow('Expected no options: it has none.');
  });
});
