import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/errors.ts';
import {
  between,
  checkNames,
  checkOptions,
  demand,
  integer,
  folderOrFalse,
  integerFrom,
  isInstance,
  notNegative,
  oneOf,
  positive,
  positiveShare,
  resolveOptions,
  share,
  required,
  seedLimit,
  within,
  type Limit,
} from '../../src/options.ts';

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
  test('overrides the defaults without modifying them', () => {
    expect(resolve({ steps: 3, rule: 'lenient' })).toEqual({ steps: 3, stepSize: null, start: true, rule: 'lenient' });
    expect(resolve({ steps: undefined })).toEqual(defaults);
    expect(defaults.steps).toBe(10);
  });

  test('accepts a number or null if the default is null', () => {
    expect(resolve({ stepSize: 0.5 }).stepSize).toBe(0.5);
    expect(resolve({ stepSize: null }).stepSize).toBeNull();
  });

  test.each([
    [
      { step: 3 },
      'walk: there is no option "step".\nExpected one of: steps, stepSize, start, rule.\nRemove it or correct its name.',
    ],
    [{ steps: 0 }, 'walk: steps is 0.\nExpected an integer of at least 1.\nOmit it to use the default, 10.'],
    [{ steps: '3' }, "walk: steps is '3'.\nExpected an integer of at least 1."],
    [{ steps: Number.NaN }, 'walk: steps is NaN.'],
    [{ stepSize: -1 }, 'walk: stepSize is -1.\nExpected a finite number above 0.\nOmit it to use the default.'],
    [{ stepSize: Number.POSITIVE_INFINITY }, 'walk: stepSize is Infinity.'],
    [{ start: 1 }, 'walk: start is 1.\nExpected a boolean.\nOmit it to use the default, true.'],
    [{ rule: 'loose' }, "walk: rule is 'loose'.\nExpected one of 'strict', 'lenient'."],
    [{ steps: null }, 'walk: steps is null.'],
  ])('rejects %j', (changes, message) => {
    expect(() => resolve(changes)).toThrow(message);
    expect(() => resolve(changes)).toThrow(InvalidOptionError);
  });

  test('states that there are no options', () => {
    expect(() => resolveOptions('fgsm', {}, { steps: 3 } as object)).toThrow('Expected no options.');
  });
});

describe('a limit', () => {
  test.each<[Limit, unknown[], unknown[]]>([
    [integer, [-3, 0, 2 ** 53 - 1], [0.5, 2 ** 53, '1']],
    [integerFrom(2), [2, 3], [1, 2.5]],
    [integerFrom(2, 8), [2, 8], [9]],
    [seedLimit, [-1, 0, 2 ** 53 - 1], [1.5, 'abc', 2 ** 53]],
    [positive, [Number.MIN_VALUE, 2], [0, -1]],
    [notNegative, [0, 2], [-1]],
    [share, [0, 0.5, 1], [-0.1, 1.1]],
    [positiveShare, [0.5, 1], [0, 1.1]],
    [within(0, 1), [0, 0.5], [-0.1, 1]],
    [between(0, 1), [Number.MIN_VALUE, 0.5], [0, 1]],
    [oneOf('l2', 'linf'), ['l2', 'linf'], ['l1', 2]],
  ])('of $expected accepts values inside and rejects values outside', ({ holds }, inside, outside) => {
    expect(inside.filter((value) => !holds(value))).toEqual([]);
    const never = [Number.NaN, Number.POSITIVE_INFINITY, null, undefined, {}];
    expect([...outside, ...never].filter(holds)).toEqual([]);
  });

  test('is checked by demand, whose error contains the value and the advice', () => {
    expect(() => demand('walk', 'the share', 80, share, 'For 80 % pass 0.8.')).toThrow(
      'walk: the share is 80.\nExpected a share from 0 to 1.\nFor 80 % pass 0.8.',
    );
    expect(() => demand('walk', 'the share', 1, share)).not.toThrow();
  });
});

describe('options without defaults', () => {
  test.each([
    [{ stesp: undefined }, 'walk: there is no option "stesp".\nExpected one of: steps, rule.'],
    [{ steps: 0 }, 'walk: steps is 0.\nExpected an integer of at least 1.\nOmit it to use the default.'],
    [[1], 'walk: the options are [1].\nExpected an object with steps, rule.'],
    [null, 'walk: the options are null.'],
    [100, 'walk: the options are 100.'],
    [new Map([['steps', 3]]), 'walk: the options are Map.'],
    [
      Promise.resolve({ steps: 3 }),
      'walk: the options are Promise.\nExpected an object with steps, rule.\nThis is a promise: await it first.',
    ],
    [{ STEPS: 3 }, 'Remove it or correct its name. Did you mean steps?'],
    [{ iterations: 3 }, 'Did you mean steps?'],
    [{ __proto__: null, constructor: 3 }, 'walk: there is no option "constructor".'],
    [{ ['x'.repeat(100_000)]: 3 }, `walk: there is no option "${'x'.repeat(60)}…".\nExpected one of: steps, rule.`],
    [{ rule: 'strikt' }, "walk: rule is 'strikt'.\nExpected one of 'strict'.\nDid you mean strict?"],
    [{ steps: 10n ** 400n }, 'walk: steps is 1000'],
  ])('%o are rejected', (options, message) => {
    expect(() => checkOptions('walk', options, { steps: integerFrom(1), rule: oneOf('strict') })).toThrow(message);
  });

  test('whose properties cannot be read are rejected', () => {
    const fail = (): never => {
      throw new RangeError('read');
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const options of [
      Object.defineProperty({}, 'steps', { get: fail, enumerable: true }),
      proxy,
      new Proxy({}, { ownKeys: fail }),
    ])
      expect(() => checkOptions('walk', options, { steps: positive })).toThrow(InvalidOptionError);
  });

  test('count only if they are own properties, and are read once', () => {
    let reads = 0;
    const options = Object.create({ rule: 3 }, { steps: { get: () => ++reads, enumerable: true } }) as object;
    expect(checkOptions('walk', options, { steps: positive, rule: oneOf('strict') })).toEqual({ steps: 1 });
  });

  test('may be required', () => {
    const limits = { steps: required(integerFrom(1)) };
    expect(() => checkOptions('walk', {}, limits)).toThrow(
      'walk: steps is undefined.\nExpected an integer of at least 1.',
    );
  });

  test('may be undefined, and may have any value if only names are checked', () => {
    expect(() => checkOptions('walk', { steps: undefined }, { steps: positive })).not.toThrow();
    expect(() => checkNames('walk', { steps: 'many' }, ['steps'])).not.toThrow();
  });
});

test('isInstance tells instances of a class, and takes a revoked proxy for none', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(isInstance(new Map(), Map)).toBe(true);
  expect(isInstance(new Map(), Set)).toBe(false);
  expect(isInstance(proxy, Map)).toBe(false);
});

test.each(['', 'a\0b', 'a'.repeat(5000), true])('a folder, or false, is not %j', (value) => {
  expect(folderOrFalse.holds(value)).toBe(false);
});
