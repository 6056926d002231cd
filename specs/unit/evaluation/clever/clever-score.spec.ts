import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { InvalidDataError, InvalidModelError, InvalidOptionError } from '../../../../src/errors.ts';
import { cleverScore, type CleverOptions } from '../../../../src/evaluation/index.ts';
import { cleverSchema } from '../../../../src/report/schemas/clever-measurement.ts';
import { linearClassifier, smallProblem } from '../../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

/** Logits (x1, x2, 0.1 x1): the lead of class 0 over class 1 is x1 − x2, its gradient (1, −1) everywhere. */
function linear() {
  const network = linearClassifier([
    [1, 0, 0.1],
    [0, 1, 0],
  ]);
  const inputs = Float32Array.of(0.9, 0.5, 0.6, 0.5, 0.2, 0.8);
  return { network, split: { inputs, itemShape: [2], labels: Int32Array.of(0, 0, 0), size: 3 } };
}

const quick = { batches: 5, samples: 4, keepScores: true, seed: 1 } satisfies CleverOptions;

describe('cleverScore', () => {
  test.each([
    ['l2', Math.SQRT2],
    ['linf', 2],
    ['l1', 1],
  ] as const)(
    'equals the distance in %s if the gradient is constant, and skips misclassified inputs',
    async (norm, dual) => {
      const { network, split } = linear();
      const measured = await cleverScore(network, split, { ...quick, norm, radius: 1 });
      expect([...(measured.scores?.positions ?? [])]).toEqual([0, 1]);
      expect(measured.scores?.values[0]).toBeCloseTo(0.4 / dual, 5);
      expect(measured.scores?.values[1]).toBeCloseTo(0.1 / dual, 5);
      expect(measured.value).toBeCloseTo(0.25 / dual, 5);
      expect(measured.median).toBeCloseTo(0.25 / dual, 5);
      expect(measured).toMatchObject({
        kind: 'clever',
        subject: 'linear',
        norm,
        inputs: 2,
        capped: 0,
        collapsed: 1,
        seed: 1,
      });
      expect(measured.interval.low).toBeLessThan(measured.value);
      expect(measured.interval.high).toBeGreaterThan(measured.value);
    },
  );

  test('warns if many fits fail, unless several batches reach the largest gradient', async () => {
    const { network, split } = await smallProblem(20);
    const few = await cleverScore(network, split, { batches: 3, samples: 16, norm: 'linf', seed: 1 });
    expect(few.collapsed).toBeGreaterThan(0.25);
    expect(few.warnings?.[0]).toMatch(
      /^no reverse Weibull distribution fits \d+ % of the samples of gradients; their largest/,
    );
    const constant = linear();
    const { collapsed, warnings } = await cleverScore(constant.network, constant.split, quick);
    expect([collapsed, warnings]).toEqual([1, undefined]);
  });

  test('returns the smallest score over the classes if it is untargeted', async () => {
    const network = linearClassifier([
      [1, 0, 0],
      [0, 1, 3],
    ]); // from (0.9, 0.25): class 2 is the runner-up, 0.15 / √10; class 1 is 0.65 / √2 away
    const split = { inputs: Float32Array.of(0.9, 0.25), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const score = async (target: CleverOptions['target']) =>
      (await cleverScore(network, split, { ...quick, target })).value;
    expect(await score('runner-up')).toBeCloseTo(0.15 / Math.sqrt(10), 5);
    expect(await score(1)).toBeCloseTo(0.65 / Math.SQRT2, 5);
    expect(await score('untargeted')).toBeCloseTo(0.15 / Math.sqrt(10), 5);
  });

  test('is at most the radius, and 0 if no class leads', async () => {
    const { network, split } = linear();
    const measured = await cleverScore(network, split, { ...quick, radius: 0.1 });
    expect(measured.scores?.values[0]).toBe(0.1);
    expect(measured.scores?.values[1]).toBeCloseTo(0.1 / Math.SQRT2, 5);
    expect(measured.capped).toBe(0.5);
    const flat = linearClassifier([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(await cleverScore(flat, split, { ...quick, radius: 0.1 })).toMatchObject({ value: 0, capped: 0 });
  });

  test('draws the same points for an input in any batch', async () => {
    const { network, split } = await smallProblem(20);
    for (const poolFactor of [undefined, 3]) {
      const all = await cleverScore(network, split, { ...quick, poolFactor, target: 'untargeted' });
      const other = await cleverScore(network, split, { ...quick, poolFactor, target: 'untargeted', batchSize: 7 });
      all.scores?.values.forEach((value, i) => expect(value).toBeCloseTo(other.scores?.values[i] ?? 0, 5));
      expect((await cleverScore(network, split, { ...quick, poolFactor, target: 'untargeted' })).scores).toEqual(
        all.scores,
      );
    }
  });

  test('reports progress, leaks no tensor, and matches its schema', async () => {
    const { network, split } = await smallProblem(20);
    const before = tf.memory().numTensors;
    const shares: number[] = [];
    const { scores, ...measured } = await cleverScore(network, split, {
      ...quick,
      batchSize: 64,
      limit: 10,
      progress: ({ task, done = 0, total = 1 }) => {
        expect(task).toBe('clever');
        shares.push(done / total);
      },
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(shares.length).toBeGreaterThan(1);
    expect(shares.at(-1)).toBe(1);
    expect(scores?.positions.length).toBeLessThanOrEqual(10);
    const valid = new Ajv({ allowUnionTypes: true }).compile(cleverSchema);
    expect(valid(measured), JSON.stringify(valid.errors)).toBe(true);
    expect(JSON.parse(JSON.stringify(measured))).toEqual(measured);
  });

  test('rejects options and splits that it cannot use', async () => {
    const { network, split } = linear();
    await expect(cleverScore(network, split, { target: 3 })).rejects.toThrow(
      "cleverScore: target is 3.\nExpected 'untargeted', 'runner-up' or a class from 0 to 2",
    );
    await expect(cleverScore(network, split, { norm: 'l0' as 'l1' })).rejects.toThrow(InvalidOptionError);
    await expect(cleverScore(network, split, { batches: 2 })).rejects.toThrow('cleverScore: batches is 2.');
    await expect(cleverScore(network, split, { sample: 2 } as object)).rejects.toThrow('there is no option "sample"');
    await expect(cleverScore(network, { ...split, labels: Int32Array.of(2, 2, 2) })).rejects.toThrow(InvalidModelError);
    await expect(cleverScore(network, split, { target: 0 })).rejects.toThrow('correctly as a class other than 0');
    await expect(cleverScore(network, { ...split, labels: Int32Array.of(0, 0, 7) })).rejects.toThrow(InvalidDataError);
    await expect(cleverScore(network, { ...split, inputs: split.inputs.map((value) => 255 * value) })).rejects.toThrow(
      'cleverScore: item 0 contains',
    );
  });
});
