import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { acquisitionFunctions, selectionOf, type Configurable } from '../../src/acquisition/index.ts';
import { createRandom } from '../../src/random/index.ts';
import { randomPool } from '../unit/acquisition/pool.ts';

/** Pool size: all its distances take 256 MB in float32, half of them 128 MB. */
const size = 8000;
const pool = randomPool(size, 1);
const signals = { ...pool, stage: 1, labels: pool.labelledPredictions, posteriorSamples: [pool.probabilities] };
const functions = Object.entries<Configurable<object>>(acquisitionFunctions).filter(([, { needs }]) =>
  Object.keys(needs).every((need) => need in signals),
);

/** Returns the growth of the peak resident set during some work, in megabytes. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const megabytes = (entry: string): number => {
    const status = readFileSync('/proc/self/status', 'utf8');
    return Number(new RegExp(`${entry}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  };
  writeFileSync('/proc/self/clear_refs', '5'); // resets the peak
  const before = megabytes('VmRSS');
  await work();
  return megabytes('VmHWM') - before;
}

test.runIf(process.platform === 'linux').each(functions)(
  '%s needs no matrix of all distances of the pool',
  async (_, acquisition) => {
    const used = await growth(async () => selectionOf(acquisition.select(signals, 100, createRandom(0))));
    expect(used).toBeLessThan(100);
  },
  60_000,
);

test.runIf(process.platform === 'linux')('the measurement detects a matrix of all distances', async () => {
  expect(await growth(async () => new Float32Array(size * size).fill(1))).toBeGreaterThan(200);
});
