import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { dre, likelihoodSurprise, randomSampling } from '../../../src/acquisition/index.ts';
import {
  identifyRun,
  runActiveLearning,
  type ActiveLearningOptions,
  type Oracle,
  type Stage,
} from '../../../src/active-learning/index.ts';
import { planRun } from '../../../src/active-learning/run.ts';
import type { Architecture } from '../../../src/architectures/index.ts';
import { fgsm } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import type { ProgressEvent } from '../../../src/progress.ts';
import { standardTraining, type Training } from '../../../src/training/index.ts';
import { onMount } from '../../support/mount.ts';
import { clusters, dataset, small, trace, traceOf, type Trace } from './clusters.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

let uninterrupted: Trace[];
let cache: string;

beforeAll(async () => {
  await startEngine('wasm');
  uninterrupted = await trace(small);
});

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'vitest-dnn-run-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(cache, { recursive: true, force: true });
});

/** Returns an oracle that knows the labels and counts its requests. */
function countingOracle(): { oracle: Oracle; asked: number[][] } {
  const asked: number[][] = [];
  const oracle: Oracle = async (positions) => {
    asked.push(Array.from(positions));
    return positions.map((position) => dataset.train.labels[position]);
  };
  return { oracle, asked };
}

/** Returns a training that fails for this number of inputs. */
function failingAt(size: number): Training {
  const { fit, ...training } = small.training;
  return {
    ...training,
    fit: async (classifier, split, context) => {
      if (split.size === size) throw new Error('power cut');
      return fit(classifier, split, context);
    },
  };
}

describe('a run', () => {
  test('buys the initial labels, then the query labels of each stage, and none twice', () => {
    expect(uninterrupted.map(({ stage, labelled }) => [stage, labelled])).toEqual([
      [0, 12],
      [1, 18],
      [2, 24],
    ]);
    expect(uninterrupted.map(({ selected }) => selected.length)).toEqual([12, 6, 6]);
    expect(new Set(uninterrupted.flatMap(({ selected }) => selected)).size).toBe(24);
    for (const { accuracy } of uninterrupted) expect(accuracy).toBeGreaterThan(0.2);
  });

  test('reports the bias of each selection except the uniform first one', () => {
    expect(uninterrupted[0].bias).toBeUndefined();
    for (const { bias } of uninterrupted.slice(1)) {
      expect(bias?.entropy).toBeGreaterThan(0.1); // maximum entropy is biased
      expect(bias?.labels).toBeGreaterThan(0);
    }
  });

  test('returns the same stages bit by bit, and other stages for another seed', async () => {
    expect(await trace(small)).toEqual(uninterrupted);
    expect((await trace({ ...small, seed: 4 }))[0].selected).not.toEqual(uninterrupted[0].selected);
  });

  test('starts every acquisition function from the same first model', async () => {
    const [first, second] = await trace({ ...small, acquisition: randomSampling });
    expect(first).toEqual(uninterrupted[0]);
    expect(second.selected).not.toEqual(uninterrupted[1].selected);
  });

  test('selects by the model of the previous stage', async () => {
    const stages: Stage[] = [];
    for await (const stage of runActiveLearning(small)) stages.push(stage);
    const pool = Array.from(dataset.train.labels.keys()).filter((position) => !stages[0].selected.includes(position));
    const { data } = await stages[0].classifier.probabilities(dataset.train);
    const entropy = (position: number): number => {
      return data.subarray(position * 3, position * 3 + 3).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
    };
    const mostUncertain = pool.toSorted((a, b) => entropy(b) - entropy(a) || a - b).slice(0, 6);
    expect(Array.from(stages[1].selected)).toEqual(mostUncertain);
    for (const { classifier } of stages) classifier.dispose();
  });

  test('trains other models from scratch than by continuing', async () => {
    const fromScratch = await trace({ ...small, update: 'from-scratch' });
    expect(fromScratch[0]).toEqual(uninterrupted[0]);
    expect(fromScratch[1].selected).toEqual(uninterrupted[1].selected);
    expect(fromScratch[1].weights).not.toBe(uninterrupted[1].weights);
  });

  test('can be identified before it starts, which builds only one untrained network', async () => {
    let built = 0;
    const architecture: Architecture = Object.defineProperty(
      (spec: Parameters<Architecture>[0]) => (built++, small.architecture(spec)),
      'name',
      { value: small.architecture.name },
    );
    const { identity, stages } = await planRun({ ...small, architecture });
    expect(built).toBe(1);
    expect(identity).toEqual(await identifyRun({ ...small, architecture }));
    expect(built).toBe(2);
    const traces: Trace[] = [];
    for await (const stage of stages(() => {})) {
      traces.push(traceOf(stage));
      stage.classifier.dispose();
    }
    expect(traces).toEqual(uninterrupted);
    expect(built).toBe(3); // the first model's own
  });

  test('returns classifiers that do not share their weights with the run', async () => {
    const traces: Trace[] = [];
    for await (const stage of runActiveLearning(small)) {
      traces.push(traceOf(stage));
      tf.tidy(() =>
        networkOf(stage.classifier).model.setWeights(
          networkOf(stage.classifier)
            .model.getWeights()
            .map((weight) => tf.zerosLike(weight)),
        ),
      );
      stage.classifier.dispose();
    }
    expect(traces).toEqual(uninterrupted);
  });

  test('leaves no tensor behind, whether finished or abandoned', async () => {
    const before = tf.memory().numTensors;
    await trace(small);
    expect(tf.memory().numTensors).toBe(before);
    await trace({ ...small, cache }, 1);
    await trace({ ...small, cache });
    expect(tf.memory().numTensors).toBe(before);
    await expect(trace({ ...small, training: failingAt(18) })).rejects.toThrow('power cut');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('reports its stages, their tasks and the remaining time', async () => {
    const events: ProgressEvent[] = [];
    await trace({ ...small, progress: (event) => events.push(event) });
    expect(new Set(events.map(({ task }) => task))).toEqual(new Set(['train', 'select', 'stage']));
    expect(events.every(({ stage, stages }) => stages === 2 && stage !== undefined && stage <= 2)).toBe(true);
    const ends = events.filter(({ task }) => task === 'stage');
    expect(ends.map(({ accuracy }) => accuracy)).toEqual(uninterrupted.map(({ accuracy }) => accuracy));
    expect(ends.map(({ secondsLeft }) => secondsLeft !== undefined && secondsLeft >= 0)).toEqual([true, true, true]);
    expect(ends[2].secondsLeft).toBe(0);
  });
});

describe('a run with a cache', () => {
  const stageOf = async (entry: string): Promise<unknown> =>
    JSON.parse(await readFile(join(cache, entry, 'stage.json'), 'utf8')).stage;

  test('resumes after it was abandoned, ends with the same stages and buys labels once', async () => {
    const { oracle, asked } = countingOracle();
    expect(await trace({ ...small, cache, oracle }, 1)).toEqual(uninterrupted.slice(0, 2));
    expect(await trace({ ...small, cache, oracle })).toEqual(uninterrupted);
    expect(await trace({ ...small, cache, oracle })).toEqual(uninterrupted);
    expect(asked).toEqual(uninterrupted.map(({ selected }) => selected));
  });

  test('does not buy labels again after a failure between buying and training', async () => {
    const { oracle, asked } = countingOracle();
    await expect(trace({ ...small, cache, oracle, training: failingAt(18) })).rejects.toThrow('power cut');
    expect(await trace({ ...small, cache, oracle })).toEqual(uninterrupted);
    expect(asked).toEqual(uninterrupted.map(({ selected }) => selected));
  });

  test('shares the first model between acquisition functions and extends a run with fewer stages', async () => {
    const { oracle, asked } = countingOracle();
    await trace({ ...small, cache, oracle, stages: 1 });
    await trace({ ...small, cache, oracle, acquisition: dre });
    await trace({ ...small, cache, oracle });
    expect(asked.map(({ length }) => length)).toEqual([12, 6, 6, 6, 6]);
  });

  test('makes a damaged stage again with one warning and the same result', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await trace({ ...small, cache });
    const entries = await Promise.all(
      (await readdir(cache)).map(async (entry) => [entry, await stageOf(entry)] as const),
    );
    await truncate(join(cache, entries.filter(([, stage]) => stage === 1)[0][0], 'weights.bin'), 10);
    expect(await trace({ ...small, cache })).toEqual(uninterrupted);
    expect(written).toHaveBeenCalledTimes(1);
    expect(written.mock.calls[0][0]).toContain('weights.bin has 10 bytes instead of');
  });

  test('runs without the cache if its folder is not writable', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const file = join(cache, 'file');
    await writeFile(file, '');
    expect(await trace({ ...small, cache: file })).toEqual(uninterrupted);
    expect(written).toHaveBeenCalledTimes(1);
  });

  test('runs without the cache if its folder fills up, every time', async ({ skip }) => {
    await onMount(cache, 'size=40k', skip, async () => {
      const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      expect(await trace({ ...small, cache })).toEqual(uninterrupted);
      expect(await trace({ ...small, cache })).toEqual(uninterrupted);
      expect((await readdir(cache)).length).toBeGreaterThan(0);
      expect(written).toHaveBeenCalledTimes(1);
      expect(written.mock.calls[0][0]).toContain('ENOSPC');
    });
  });

  test('leaves only complete entries in its folder', async () => {
    await trace({ ...small, cache });
    expect((await readdir(cache)).filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
  });
});

describe('robustness', () => {
  test('is measured once after every stage and does not affect training', async () => {
    const robustness = { attack: fgsm, epsilon: 0.1, limit: 30 };
    const measured = await trace({ ...small, cache, robustness });
    expect(measured.map((stage) => ({ ...stage, robustness: undefined }))).toEqual(uninterrupted);
    for (const { robustness: value } of measured) expect(value).toBeGreaterThanOrEqual(0);

    const events: string[] = [];
    const again = await trace({ ...small, cache, robustness, progress: ({ task }) => events.push(task) });
    expect(again).toEqual(measured);
    expect(new Set(events)).toEqual(new Set(['stage']));
  });
});

describe('a run is rejected before training for', () => {
  test.each<[string, Partial<ActiveLearningOptions>, string]>([
    ['no initial labels', { initial: 0 }, 'Active learning: initial is 0.\nExpected an integer of at least 1.'],
    [
      'too few labels to compare with',
      { initial: 1, acquisition: likelihoodSurprise },
      'Active learning: likelihoodSurprise compares the pool with labelled inputs, but there is 1.\nExpected at least 2.',
    ],
    ['a fractional query', { query: 2.5 }, 'Active learning: query is 2.5.'],
    ['a negative number of stages', { stages: -1 }, 'Active learning: stages is -1.'],
    ['a seed of NaN', { seed: NaN }, 'Active learning: seed is NaN.'],
    [
      'an unknown update',
      { update: 'never' as 'continue' },
      "Active learning: update is 'never'.\nExpected one of 'continue', 'from-scratch'.",
    ],
    [
      'a limit of 0',
      { robustness: { attack: fgsm, epsilon: 0.1, limit: 0 } },
      'Active learning: robustness.limit is 0.',
    ],
    [
      'more labels than inputs',
      { stages: 20 },
      'initial 12 + 20 stages × query 6 = 132 labels, but the training split of "clusters" has 120 inputs.',
    ],
    [
      'an empty test split',
      { dataset: { ...dataset, test: { ...clusters({ test: 0 }).test } } },
      'The test split of "clusters" is empty.',
    ],
  ])('%s', (_, change, message) => {
    expect(() => runActiveLearning({ ...small, ...change })).toThrow(message);
  });

  test('an epsilon outside the input range', async () => {
    const { oracle, asked } = countingOracle();
    await expect(trace({ ...small, oracle, robustness: { attack: fgsm, epsilon: 76.5 } })).rejects.toThrow(
      'fgsm: epsilon is 76.5.',
    );
    expect(asked).toEqual([]);
  });
});

test('the first model gets standard training with the epochs of the training by default', async () => {
  const slow = { ...small, training: standardTraining({ epochs: 3 }) };
  const [first] = await trace(slow, 0);
  expect(await trace({ ...slow, initialTraining: standardTraining({ epochs: 3 }) }, 0)).toEqual([first]);
  expect((await trace({ ...slow, initialTraining: standardTraining({ epochs: 1 }) }, 0))[0].weights).not.toBe(
    first.weights,
  );
});
