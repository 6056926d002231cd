import { InvalidOptionError } from '../errors.ts';
import { callback, demand, isInstance, isObject, type Limit } from '../options.ts';
import { settleUnseen } from '../settle-unseen.ts';
import { show } from '../show.ts';
import { isOurs, type Random } from './index.ts';

const methods = ['uniform', 'integer', 'normal', 'shuffle', 'sample', 'fork'] as const;

/**
 * Returns the generator that a user passed. A generator that `createRandom` did not make is wrapped: its draws are checked.
 *
 * @throws InvalidOptionError unless it is a generator; from its methods, InvalidOptionError if a draw is out of range
 */
export function checkedRandom(owner: string, random: unknown): Random {
  if (!isObject(random) || !methods.every((method) => callback.holds(random[method]))) {
    throw new InvalidOptionError(
      `${owner}: random is ${show(random)}.\nExpected a generator with ${methods.join(', ')}.\nPass createRandom(1).`,
    );
  }
  return isOurs(random) ? (random as unknown as Random) : wrapped(owner, random as unknown as Random);
}

function wrapped(owner: string, random: Random): Random {
  const draw = <T>(method: string, value: T, limit: Limit): T => {
    settleUnseen(value);
    demand(owner, `the result of random.${method}`, value, limit, 'Pass createRandom(1).');
    return value;
  };
  return {
    uniform: () => draw('uniform', random.uniform(), share),
    integer: (below) => draw('integer', random.integer(below), integerBelow(below)),
    normal: () => draw('normal', random.normal(), finite),
    shuffle: (items) => {
      settleUnseen(random.shuffle(items));
      return items;
    },
    sample: (below, count) => draw('sample', random.sample(below, count), positions(below, count)),
    fork: (...path) => {
      const stream: unknown = random.fork(...path);
      settleUnseen(stream);
      return checkedRandom(owner, stream);
    },
  };
}

const share: Limit = {
  expected: 'a number from 0 to below 1',
  holds: (value) => typeof value === 'number' && value >= 0 && value < 1,
};
const finite: Limit = { expected: 'a finite number', holds: Number.isFinite };
const integerBelow = (below: number): Limit => ({
  expected: `an integer from 0 to below ${below}`,
  holds: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < below,
});
const positions = (below: number, count: number): Limit => ({
  expected: `an Int32Array of ${count} different integers below ${below}`,
  holds: (value) =>
    isInstance(value, Int32Array) &&
    value.length === count &&
    new Set(value).size === count &&
    value.every(integerBelow(below).holds),
});
