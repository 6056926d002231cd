import { beforeAll, expect, test } from 'vitest';
import { acquisitionFunctions } from '../../src/acquisition/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf } from '../../src/engine/tensors.ts';
import { small, trace } from '../unit/active-learning/clusters.ts';

beforeAll(() => startEngine());

test.each(Object.entries(acquisitionFunctions))(
  '%s works in a run, gives the same result for the same seed and leaves no tensor behind',
  async (_, acquisition) => {
    const run = { ...small, acquisition, stages: 1 };
    const before = tf.memory().numTensors;
    const [first, second] = await trace(run);
    expect(tf.memory().numTensors).toBe(before);
    expect([first.labelled, second.labelled]).toEqual([12, 18]);
    expect(new Set([...first.selected, ...second.selected]).size).toBe(18);
    expect(await trace(run)).toEqual([first, second]);
  },
);
