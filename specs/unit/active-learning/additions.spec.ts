import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defineAcquisition } from '../../../src/acquisition/index.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import { startEngine } from '../../../src/engine/index.ts';
import type { Training } from '../../../src/training/index.ts';
import { dataset, small, trace } from './clusters.ts';

let cache: string;

beforeAll(() => startEngine('wasm'));
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'vitest-dnn-additions-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

/** Selects the first pool inputs, pseudo-labels the next three as class 2, and derives an input from each selected one. */
const adding = defineAcquisition({
  name: 'adding',
  needs: ['labels', 'stage'],
  select: async ({ stage }, count) => {
    const selected = Int32Array.from({ length: count }, (_, i) => i);
    return {
      selected,
      pseudoLabelled: { indices: Int32Array.of(count, count + 1, count + 2), labels: Int32Array.of(2, 2, 2) },
      derived: {
        origins: selected,
        inputs: { data: Float32Array.from({ length: 2 * count }, () => stage / 3), rows: count, columns: 2 },
      },
    };
  },
});

const run = { ...small, acquisition: adding };

/** Returns the training of `small` that also records its inputs, and fails at a given number of inputs. */
function recording(failAt?: number): { training: Training; seen: Split[] } {
  const seen: Split[] = [];
  const { fit, ...rest } = small.training;
  const training: Training = {
    ...rest,
    fit: async (classifier, split, context) => {
      if (split.size === failAt) throw new Error('power cut');
      seen.push(split);
      return fit(classifier, split, context);
    },
  };
  return { training, seen };
}

describe('additions of a selection', () => {
  test('keep derived inputs with the label of their origin, drop pseudo labels after one stage, and are not annotations', async () => {
    const { training, seen } = recording();
    const asked: number[] = [];
    const oracle = (positions: Int32Array): Int32Array => {
      asked.push(...positions);
      return positions.map((position) => dataset.train.labels[position]);
    };
    const stages = await trace({ ...run, training, oracle });
    expect(stages.map(({ labelled }) => labelled)).toEqual([12, 18, 24]);
    expect(asked).toEqual(stages.flatMap(({ selected }) => selected));
    expect(seen.map(({ size }) => size)).toEqual([18 + 6 + 3, 24 + 12 + 3]);

    const last = seen[1];
    const bought = asked.map((position) => dataset.train.labels[position]);
    const ofOrigins = bought.slice(12);
    expect(Array.from(last.labels)).toEqual([...bought, ...ofOrigins, 2, 2, 2]);
    expect(Array.from(last.inputs.slice(2 * 24, 2 * 36))).toEqual([
      ...Array<number>(12).fill(Math.fround(1 / 3)),
      ...Array<number>(12).fill(Math.fround(2 / 3)),
    ]);
    const untouched = asked.flatMap((position) =>
      Array.from(dataset.train.inputs.slice(2 * position, 2 * position + 2)),
    );
    expect(Array.from(last.inputs.slice(0, 2 * 24))).toEqual(untouched);
  });

  test('are part of the labelled set in the next selection', async () => {
    const sizes: number[] = [];
    const watching = defineAcquisition({
      name: 'watching',
      needs: ['labels', 'labelledFeatures', 'stage'],
      select: async (signals, count, random) => {
        sizes.push(signals.labels.length, signals.labelledFeatures.rows);
        return adding.select(signals, count, random);
      },
    });
    await trace({ ...run, acquisition: watching });
    expect(sizes).toEqual([12, 12, 18 + 6, 18 + 6]);
  });

  test('survive, bit by bit, a run that fails between buying and training and a run that is abandoned', async () => {
    const uninterrupted = await trace(run);
    const { training } = recording(18 + 6 + 3);
    await expect(trace({ ...run, cache, training })).rejects.toThrow('power cut');
    expect(await trace({ ...run, cache }, 1)).toEqual(uninterrupted.slice(0, 2));
    expect(await trace({ ...run, cache })).toEqual(uninterrupted);
    expect(await trace({ ...run, cache })).toEqual(uninterrupted);
  });

  test('are rejected if their shape differs from that of the inputs', async () => {
    const odd = defineAcquisition({
      name: 'odd',
      needs: [],
      select: (_, count) => ({
        selected: Int32Array.from({ length: count }, (_, i) => i),
        derived: { origins: Int32Array.of(0), inputs: { data: new Float32Array(3), rows: 1, columns: 3 } },
      }),
    });
    await expect(trace({ ...run, acquisition: odd })).rejects.toThrow('derived 3 values for 1 inputs of [2].');
  });
});
