import { expect, test } from 'vitest';
import { randomSampling } from '../../../src/acquisition/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { checkedRandom } from '../../../src/random/check-random.ts';
import { createRandom, type Random } from '../../../src/random/index.ts';

const own = (changes: object): Random => ({ ...createRandom(1), ...changes });

test('a generator of this package is returned unchanged', () => {
  const random = createRandom(1);
  expect(checkedRandom('it', random)).toBe(random);
  expect(checkedRandom('it', random.fork('a'))).toEqual(expect.objectContaining({ uniform: expect.any(Function) }));
});

test('a generator of a user draws its own numbers', () => {
  const random = checkedRandom('it', own({ uniform: () => 0.25 }));
  expect(random.uniform()).toBe(0.25);
  expect(random.integer(5)).toBe(createRandom(1).integer(5));
});

test.each<[string, object, (random: Random) => unknown]>([
  ['uniform', { uniform: () => Number.NaN }, (random) => random.uniform()],
  ['integer', { integer: () => 5 }, (random) => random.integer(5)],
  ['integer', { integer: async () => Promise.reject(new Error('late')) }, (random) => random.integer(5)],
  ['normal', { normal: () => '0' }, (random) => random.normal()],
  ['sample', { sample: () => Int32Array.of(1, 1) }, (random) => random.sample(5, 2)],
])('a draw of another kind by %s is refused', (method, changes, draw) => {
  const random = checkedRandom('it', own(changes));
  expect(() => draw(random)).toThrow(InvalidOptionError);
  expect(() => draw(random)).toThrow(`it: the result of random.${method} is`);
});

test.each([[null], [{}], [own({ fork: 5 })], [own({ uniform: class extends Map {} })]])(
  '%o is no generator',
  (random) => {
    expect(() => checkedRandom('it', random)).toThrow('Expected a generator with uniform, integer');
  },
);

test('a fork that fails later is refused at once', () => {
  const random = checkedRandom('it', own({ fork: async () => Promise.reject(new Error('late')) }));
  expect(() => random.fork('a')).toThrow('it: random is Promise.');
});

test('an acquisition function refuses a draw of another kind', () => {
  expect(() =>
    randomSampling.select({ size: 5 }, 2, own({ sample: () => 'no', shuffle: () => 'no', integer: () => Number.NaN })),
  ).toThrow(InvalidOptionError);
});

test.each<[string, () => unknown, string]>([
  [
    'a sample of more than there are',
    () => createRandom(1).sample(3, 4),
    'sample: count is 4.\nExpected an integer of at least 0.\nThe largest possible value is 3.',
  ],
  ['a sample of too many to order', () => createRandom(1).sample(2 ** 31, 1), 'sample: below is 2147483648.'],
  [
    'a list that is frozen',
    () => createRandom(1).shuffle(Object.freeze([1, 2]) as never),
    'shuffle: the list is [1, 2].',
  ],
  ['a list that is a text', () => createRandom(1).shuffle('abc' as never), "shuffle: the list is 'abc'."],
  ['a label that is an object', () => createRandom(1).fork({} as never), 'fork: a label is {  }.'],
])('%s is refused', (_, call, message) => {
  expect(call).toThrow(message);
});
