import { InvalidOptionError } from '../../errors.ts';
import { show } from '../../show.ts';

/** @throws InvalidOptionError unless the value is a number in [0, 1) */
export function checkFraction(owner: string, name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && value >= 0 && value < 1) return;
  const advice =
    typeof value === 'number' && value >= 1 && value < 100
      ? `For ${value} % pass ${value / 100}.`
      : 'For 50 % pass 0.5.';
  throw new InvalidOptionError(`${owner}: ${name} is ${show(value)}.\nExpected a number from 0 to below 1.\n${advice}`);
}
