import { expect, test } from 'vitest';
import { pacing } from '../../src/pace.ts';
import type { ProgressEvent } from '../../src/progress.ts';

test('says how far it is and lets others have their turn, now and then', async () => {
  const events: ProgressEvent[] = [];
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const pace = pacing('select', (event) => events.push(event));
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < 300) await pace(++done, 1000);
  clearInterval(timer);
  expect(done).toBeGreaterThan(events.length);
  expect(events.length).toBeGreaterThanOrEqual(2);
  expect(events[0]).toMatchObject({ task: 'select', total: 1000 });
  expect(turns).toBeGreaterThan(0);
});
