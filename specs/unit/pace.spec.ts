import { expect, test } from 'vitest';
import { breather, pacing } from '../../src/pace.ts';
import type { ProgressEvent } from '../../src/progress.ts';

/** Works for 300 ms, and only waits for the pace. */
async function work(pause: (round: number) => Promise<void> | undefined) {
  let turns = 0;
  let breaks = 0;
  const timer = setInterval(() => turns++, 1);
  const start = performance.now();
  let rounds = 0;
  while (performance.now() - start < 300) {
    const pausing = pause(++rounds);
    if (pausing) breaks++;
    await pausing;
  }
  clearInterval(timer);
  return { rounds, turns, breaks };
}

test('pacing reports progress and lets other work run, regularly', async () => {
  const events: ProgressEvent[] = [];
  const pace = pacing('select', (event) => events.push(event));
  const { rounds, turns, breaks } = await work((round) => pace(round, 1000));
  expect(events).toHaveLength(breaks);
  expect(events[0]).toMatchObject({ task: 'select', total: 1000 });
  expect(breaks).toBeGreaterThanOrEqual(2);
  expect(breaks).toBeLessThan(rounds);
  expect(turns).toBeGreaterThan(0);
});

test('breather lets other work run as often, and reports no progress', async () => {
  const breathe = breather();
  const { rounds, turns, breaks } = await work(() => breathe());
  expect(breaks).toBeGreaterThanOrEqual(2);
  expect(breaks).toBeLessThanOrEqual(6);
  expect(breaks).toBeLessThan(rounds);
  expect(turns).toBeGreaterThan(0);
});
