import { beforeAll, describe, expect, test, vi } from 'vitest';
import {
  apgd,
  autoAttack,
  carliniWagner,
  deepFool,
  fgsm,
  hopSkipJump,
  jsma,
  madry2018,
  pgd,
  square,
} from '../../../src/attacks/index.ts';
import type { Attack } from '../../../src/attacks/index.ts';
import { prune, quantize } from '../../../src/compression/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import {
  cleverScore,
  evaluateAccuracy,
  evaluateCalibration,
  evaluateCompressions,
  evaluateRobustness,
  evaluateRobustnessCurve,
} from '../../../src/evaluation/index.ts';
import { configure } from '../../../src/settings.ts';
import { signalsOf } from '../../../src/signals/signals-of.ts';
import { withThreads } from '../../../src/workers/pool.ts';
import { program, Thread } from '../../../src/workers/thread.ts';
import { smallProblem } from '../attacks/sample.ts';
import { useWorkersOfSources } from './sources.ts';

useWorkersOfSources();
beforeAll(async () => {
  const engine = await startEngine('wasm');
  await withThreads(3, engine, program.file as URL, (threads) => Promise.all(threads.map(({ ready }) => ready)));
});

/** The result without the time that it took, with all bytes of its arrays. */
const bitsOf = (result: object): string =>
  JSON.stringify(result, (key, value: unknown) => {
    if (key === 'seconds') return undefined;
    return ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')
      : value;
  });

/** Compares a result on this thread with those of 1, 2 and 3 workers. */
async function expectSameBits(measure: () => Promise<object>): Promise<void> {
  configure({ workers: 0 });
  const alone = bitsOf(await measure());
  for (const workers of [1, 2, 3]) {
    configure({ workers });
    const run = vi.spyOn(Thread.prototype, 'run');
    expect(bitsOf(await measure()) === alone, `with ${workers} workers`).toBe(true);
    expect(new Set(run.mock.contexts).size).toBeGreaterThanOrEqual(workers > 1 ? 2 : 0);
    run.mockRestore();
  }
}

describe('the result does not depend on the number of workers, to the bit:', () => {
  test.each<[string, Attack, number]>([
    ['pgd with restarts', pgd.with({ steps: 3, restarts: 2 }), 0.1],
    ['pgd with a target per input', pgd.with({ steps: 3, target: Array.from({ length: 60 }, () => 2) }), 0.1],
    ['madry2018', madry2018.with({ steps: 3 }), 0.1],
    ['apgd', apgd.with({ steps: 6 }), 0.1],
    ['autoAttack', autoAttack.with({ steps: 4, queries: 10 }), 0.05],
    ['deepFool', deepFool.with({ steps: 4 }), 0.5],
    ['carliniWagner', carliniWagner.with({ steps: 4, searches: 2 }), 0.5],
    ['jsma', jsma, 0.3],
    ['square', square.with({ queries: 20 }), 0.05],
    ['hopSkipJump', hopSkipJump.with({ queries: 60 }), 0.5],
  ])('%s', async (_, attack, epsilon) => {
    const { network, split } = await smallProblem(60);
    const labels = split.labels.map((label) => label % 2); // so that class 2 is a target of every input
    const options = { epsilon, seed: 3, keepAdversarial: true };
    await expectSameBits(() => evaluateRobustness(network, { ...split, labels }, attack, options));
  });

  test('a curve, and radii by value', async () => {
    const { network, split } = await smallProblem(60);
    const epsilon = Array.from({ length: 16 }, (_, i) => (i % 2) / 10);
    await expectSameBits(() =>
      evaluateRobustnessCurve(network, split, fgsm, { epsilons: [0.02, 0.05], seed: 3, keepAdversarial: true }),
    );
    await expectSameBits(() => evaluateRobustness(network, split, fgsm, { epsilon, seed: 3, keepAdversarial: true }));
  });

  test('CLEVER', async () => {
    const { network, split } = await smallProblem(12);
    const options = { batches: 3, samples: 4, seed: 3, keepScores: true } as const;
    await expectSameBits(() => cleverScore(network, split, options));
    await expectSameBits(() => cleverScore(network, split, { ...options, target: 'untargeted', norm: 'linf' }));
  });

  test('accuracy, calibration and compression', async () => {
    const { network, split } = await smallProblem(700);
    const options = { seed: 3, keepPredictions: true };
    await expectSameBits(() => evaluateAccuracy(network, split, options));
    await expectSameBits(() => evaluateCalibration(network, split, { seed: 3 }));
    const compressions = [quantize(4), prune(0.5), quantize.int8({ calibration: split })];
    await expectSameBits(() => evaluateCompressions(network, split, compressions, options));
  });

  test('signals', async () => {
    const { network, split } = await smallProblem(200);
    const needs = {
      probabilities: {},
      features: {},
      posteriorSamples: { draws: 2, dropoutRate: 0.3 },
      gradientLengths: { of: 'parameters' },
      boundaryDistances: { candidates: 150, twins: true, steps: 3, overshoot: 0.02, clip: true },
      bimDistances: { step: 0.1, steps: 3 },
    } as const;
    await expectSameBits(async () => {
      const signals = await signalsOf(network, split, { needs, seed: 3 });
      return Object.entries(signals).toSorted(([a], [b]) => a.localeCompare(b));
    });
  });
});
