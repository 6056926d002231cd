import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { attacks, type Attack, type AttackResult, type ConfigurableAttack } from '../../src/attacks/index.ts';
import type { Split } from '../../src/datasets/contract.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Tensor } from '../../src/engine/tensors.ts';
import { InvalidOptionError } from '../../src/errors.ts';
import { craftWith } from '../../src/models/network/rescaled.ts';
import { createRandom } from '../../src/random/index.ts';
import { smallProblem } from '../unit/attacks/sample.ts';
import type { Network } from '../../src/models/network/contract.ts';

let network: Network;
let split: Split;

beforeAll(async () => {
  await startEngine();
  ({ network, split } = await smallProblem(40));
});

/** Fewer steps than the defaults; the contract holds for any number of steps. */
const quick: Record<string, object> = {
  pgd: { steps: 10 },
  apgd: { steps: 20 },
  carliniWagner: { searches: 2, constant: 1, steps: 25, stepSize: 0.04 },
  fab: { steps: 5 },
  jsma: { gamma: 0.5 },
  square: { queries: 50 },
  hopSkipJump: { queries: 300 },
  autoAttack: { steps: 6, queries: 20 },
};

/** The result of an attack that refuses open ranges, with nothing attacked; other errors are thrown. */
function refusal(error: Error): Pick<AttackResult, 'adversarial' | 'broken'> {
  if (!(error instanceof InvalidOptionError) || !error.message.includes('Expected finite bounds')) throw error;
  return { adversarial: new Float32Array(0), broken: new Uint8Array(0) };
}

/** A value that the first call computes, shared by several tests. */
function once<T>(make: () => T): () => T {
  let cached: { readonly value: T } | undefined;
  return () => (cached ??= { value: make() }).value;
}

describe.each(Object.entries(attacks))('%s', (key, original) => {
  const attack = (original as Attack as ConfigurableAttack<object>).with(quick[key] ?? {});
  const epsilon = { linf: 0.2, l2: 0.8, l1: 2, l0: 4 }[attack.norm];
  const run = (options: { epsilon?: number; seed?: number; batchSize?: number } = {}): Promise<AttackResult> =>
    attack.run(network, split, { epsilon, seed: 5, batchSize: 64, ...options });
  const first = once(() => run());
  const again = once(async () => {
    const before = tf.memory().numTensors;
    return { result: await run(), leaked: tf.memory().numTensors - before };
  });

  test('is listed under its name, and has a unit spec', () => {
    expect(attack.name).toBe(key);
    const file = `../unit/attacks/${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.spec.ts`;
    expect(existsSync(new URL(file, import.meta.url)), file).toBe(true);
  });

  test('stays in the ball and in the input range', async () => {
    const { adversarial } = await first();
    const sizes = Array.from({ length: split.size }, (_, item) => {
      const shift = [...split.inputs.subarray(item * 16, (item + 1) * 16)].map((value, i) =>
        Math.abs(adversarial[item * 16 + i] - value),
      );
      return {
        linf: Math.max(...shift),
        l2: Math.hypot(...shift),
        l1: shift.reduce((sum, value) => sum + value, 0),
        l0: shift.filter((value) => value > 0).length,
      }[attack.norm];
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(epsilon + 1e-6);
    expect(Math.max(...sizes)).toBeGreaterThan(0);
    expect(adversarial.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test('changes nothing at epsilon 0', async () => {
    const { adversarial, broken } = await run({ epsilon: 0 });
    expect(adversarial).toEqual(split.inputs);
    expect(broken.every((flag) => flag === 0)).toBe(true);
  });

  test('gives the same bits for the same seed', async () => {
    expect((await again()).result).toEqual(await first());
  });

  test('gives the same result in batches of another size', async () => {
    const [small, large] = [await run({ batchSize: 16 }), await first()];
    expect(small.broken).toEqual(large.broken);
    expect(small.correct).toEqual(large.correct);
    expect(Math.max(...small.adversarial.map((value, i) => Math.abs(value - large.adversarial[i])))).toBeLessThan(1e-5);
  });

  test('breaks some inputs, and reports only success that predicting again confirms', async () => {
    const { adversarial, correct, broken } = await first();
    const clean = await network.predictions(split);
    const attacked = await network.predictions({ ...split, inputs: adversarial });
    expect([...correct]).toEqual([...clean].map((label, item) => Number(label === split.labels[item])));
    expect([...broken]).toEqual(
      [...attacked].map((label, item) => Number(correct[item] === 1 && label !== split.labels[item])),
    );
    expect(broken.some((flag) => flag === 1)).toBe(true);
  });

  test('accepts inputs at bounds that float32 rounds, and stays within the rounded bounds', async () => {
    const inputRange = [-0.1, 0.1] as const;
    const values = split.inputs.map((value) => (value < 0.1 ? -0.1 : value > 0.9 ? 0.1 : (value - 0.5) / 5));
    expect(Math.min(...values)).toBeLessThan(-0.1);
    expect(Math.max(...values)).toBeGreaterThan(0.1);
    const scaled = { ...split, inputs: values };
    const narrow: Network = { ...network, inputRange };
    const labels = await network.predictions(scaled);
    const radius = attack.norm === 'l0' ? epsilon : epsilon / 5;
    const { adversarial } = await attack.run(narrow, { ...scaled, labels }, { epsilon: radius, seed: 5 });
    expect(adversarial.every((value) => value >= Math.fround(-0.1) && value <= Math.fround(0.1))).toBe(true);
  });

  test('stays within the bounds of each value, and does not move values whose bounds are equal', async () => {
    const lowest = Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? 0.5 : i % 2 ? 0 : -0.5));
    const highest = Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? 0.5 : i % 2 ? 1 : Infinity));
    const inputs = split.inputs.map((value, at) => (at % 4 === 0 ? 0.5 : value)) as Float32Array;
    const boxed: Network = { ...network, inputRange: [lowest, highest] };
    const labels = await network.predictions({ ...split, inputs });
    const result = attack.run(boxed, { ...split, inputs, labels }, { epsilon, seed: 5, batchSize: 64 });
    const { adversarial, broken } = await result.catch(refusal);
    expect(adversarial.every((value, at) => value >= lowest[at % 16] && value <= highest[at % 16])).toBe(true);
    expect(adversarial.every((value, at) => at % 4 > 0 || value === 0.5)).toBe(true);
    expect(broken.length === 0 || broken.some((flag) => flag === 1)).toBe(true);
  });

  test('works in an open range, or says that it needs bounds', async () => {
    const open: Network = { ...network, inputRange: [-Infinity, Infinity] };
    const result = attack.run(open, split, { epsilon, seed: 5, batchSize: 64 });
    const { adversarial, broken } = await result.catch(refusal);
    expect(adversarial.every(Number.isFinite)).toBe(true);
    expect(broken.length === 0 || broken.some((flag) => flag === 1)).toBe(true);
    if (attack.norm === 'linf')
      expect(adversarial.every((value, at) => Math.abs(value - split.inputs[at]) <= epsilon + 1e-6)).toBe(true);
  });

  test('takes a radius per value: the same result as with one radius on inputs in other units', async () => {
    const radii = Array.from({ length: 16 }, (_, i) => epsilon * 2 ** ((i % 3) - 2)); // quarters, halves and wholes
    if (attack.norm === 'l0') {
      await expect(attack.run(network, split, { epsilon: radii })).rejects.toThrow('Expected a number, because in L0');
      return;
    }
    const units = Float32Array.from(radii, (radius) => radius / epsilon);
    const scaled = split.inputs.map((value, at) => value * units[at % 16]) as Float32Array;
    const inUnits = (x: Tensor): Tensor => tf.div(x, tf.tensor(units, [1, 4, 4, 1]));
    const other: Network = {
      ...network,
      inputRange: [new Array(16).fill(0), Array.from(units)],
      logits: (x, options) => network.logits(inUnits(x), options),
      predict: (inputs, count) =>
        network.predict(
          inputs.map((value, at) => value / units[at % 16]),
          count,
        ),
    };
    const result = await attack.run(other, { ...split, inputs: scaled }, { epsilon: radii, seed: 5, batchSize: 64 });
    const expected = await attack.run(
      { ...network, inputRange: [new Array(16).fill(0), new Array(16).fill(1)] },
      split,
      {
        epsilon,
        seed: 5,
        batchSize: 64,
      },
    );
    expect(result.broken).toEqual(expected.broken);
    expect(result.adversarial).toEqual(expected.adversarial.map((value, at) => value * units[at % 16]));
    expect(result.distances).toEqual(expected.distances);
  });

  test('does not move values whose radius is 0, in training too', async () => {
    if (attack.norm === 'l0') return;
    const radii = Array.from({ length: 16 }, (_, i) => (i % 4 === 0 ? 0 : epsilon));
    const { adversarial, broken } = await attack.run(network, split, { epsilon: radii, seed: 5, batchSize: 64 });
    expect(adversarial.every((value, at) => at % 4 > 0 || value === split.inputs[at])).toBe(true);
    expect(broken.some((flag) => flag === 1)).toBe(true);
    const before = tf.memory().numTensors;
    const x = tf.tensor(split.inputs, [split.size, 4, 4, 1]);
    const y = tf.tensor1d(split.labels, 'int32');
    const crafted = await craftWith(attack, { classifier: network, x, y, random: createRandom(1) }, radii);
    const values = crafted.dataSync();
    expect(values.every((value, at) => at % 4 > 0 || value === split.inputs[at])).toBe(true);
    tf.dispose([x, y, crafted]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('does not change inputs that are misclassified when clean', async () => {
    const { adversarial, correct } = await first();
    const wrong = Array.from(correct.keys()).filter((item) => !correct[item]);
    expect(wrong.length).toBeGreaterThan(0);
    for (const item of wrong) {
      expect(adversarial.slice(item * 16, (item + 1) * 16)).toEqual(split.inputs.slice(item * 16, (item + 1) * 16));
    }
  });

  test('leaks no tensor', async () => {
    await first(); // creates everything that is created once
    expect((await again()).leaked).toBe(0);
    const before = tf.memory().numTensors;
    const x = tf.tensor(split.inputs, [split.size, 4, 4, 1]);
    const y = tf.tensor1d(split.labels, 'int32');
    tf.dispose([x, y, await attack.craft({ classifier: network, x, y, epsilon, random: createRandom(1) })]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('rejects options that are unknown or out of range', async () => {
    expect(() => attack.with({ noSuchOption: 1 } as object)).toThrow(`${key}: there is no option "noSuchOption".`);
    for (const [name, value] of Object.entries(attack.options)) {
      const bad: object = { [name]: typeof value === 'boolean' ? 'yes' : Number.NaN };
      expect(() => attack.with(bad), name).toThrow(`${key}: ${name} is `);
    }
    await expect(run({ epsilon: -0.1 })).rejects.toThrow(`${key}: epsilon is -0.1.`);
    await expect(run({ epsilon: 1000 })).rejects.toThrow(`${key}: epsilon is 1000.`);
  });

  test('has parameters in plain JSON', () => {
    const parameters = attack.parameters(epsilon);
    expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
    expect(Object.keys(parameters)).toEqual(Object.keys(attack.options));
    expect(Object.values(parameters)).not.toContain(null);
  });
});
