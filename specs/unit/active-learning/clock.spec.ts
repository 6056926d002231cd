import { expect, test } from 'vitest';
import { startClock } from '../../../src/active-learning/clock.ts';

test('estimates from the completed share of the first stage, then from the last complete stage', () => {
  let now = 100;
  const clock = startClock(3, () => now);
  expect(clock.secondsLeft(0)).toBeUndefined();
  clock.begin(0);
  now += 2;
  expect(clock.secondsLeft(0)).toBeUndefined();
  expect(clock.secondsLeft(0.25)).toBe(6 + 3 * 8); // 8 seconds per stage: 6 left of this one, then three more
  now += 6;
  clock.end();
  expect(clock.secondsLeft(0)).toBe(3 * 8);
  clock.begin(1);
  now += 3;
  expect(clock.secondsLeft(0)).toBe(5 + 2 * 8);
  expect(clock.secondsLeft(0.5)).toBe(3 + 2 * 8);
  now += 100;
  expect(clock.secondsLeft(0)).toBe(0 + 2 * 8);
});
