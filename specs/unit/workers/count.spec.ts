import { availableParallelism, cpus } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { configure } from '../../../src/settings.ts';
import { allowedWorkers, areWorth, usableWorkers, watchCores } from '../../../src/workers/count.ts';

afterEach(() => configure({ workers: 'auto', filesAtOnce: 1 }));

describe('the number of workers', () => {
  test('is the one of the settings on every engine, and none for 0 and 1', () => {
    for (const workers of [0, 1, 2, 64]) {
      configure({ workers });
      expect([allowedWorkers('wasm'), allowedWorkers('node')]).toEqual(workers < 2 ? [0, 0] : [workers, workers]);
      expect(usableWorkers(allowedWorkers('wasm'), () => 0)).toBe(workers < 2 ? 0 : workers);
    }
  });

  test('is 0 by default where Vitest fills the cores, and with engines that have their own threads', () => {
    configure({ filesAtOnce: availableParallelism() });
    expect(allowedWorkers('wasm')).toBe(0);
    configure({ filesAtOnce: 1 });
    expect([allowedWorkers('node'), allowedWorkers('node-gpu')]).toEqual([0, 0]);
  });

  test.each([
    [0.1, 0],
    [0.9, 2],
    [2.8, 4],
    [9, 8],
  ])('is by default at most that of the idle cores, and the core of this thread: %d idle', (idle, workers) => {
    expect(usableWorkers(8, () => idle)).toBe(workers);
  });
});

test('idle cores are at most those of the machine', async () => {
  const idle = watchCores();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(idle()).toBeGreaterThanOrEqual(0);
  expect(idle()).toBeLessThanOrEqual(cpus().length + 1);
});

test('threads are worth it if they save twice what they cost', () => {
  expect(areWorth(2, 3.9, 0)).toBe(false);
  expect(areWorth(2, 4.1, 0)).toBe(true);
  expect(areWorth(2, 0.5, 2)).toBe(true);
  expect(areWorth(0, 1000, 0)).toBe(false);
});
