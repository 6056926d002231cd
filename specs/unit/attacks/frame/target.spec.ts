import { beforeAll, describe, expect, test } from 'vitest';
import { bim, fgsm, jsma, momentum, pgd, type Attack } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { evaluateRobustness, evaluateRobustnessCurve } from '../../../../src/evaluation/index.ts';
import { adversarialTraining } from '../../../../src/training/index.ts';
import { smallProblem } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

/** A problem whose labels are the predictions, with a target per input: the next or the previous class, in turns. */
async function problem(size = 40) {
  const { network, split } = await smallProblem(size);
  const labels = await network.predictions(split);
  const target = Array.from(labels, (label, item) => (label + 1 + (item % 2)) % 3);
  return { network, split: { ...split, labels }, target };
}

describe('a target per input', () => {
  test.each([
    ['fgsm', (target: number[] | number): Attack => fgsm.with({ target }), 0.3],
    ['bim', (target: number[] | number): Attack => bim.with({ target }), 0.3],
    ['momentum', (target: number[] | number): Attack => momentum.with({ target }), 0.3],
    ['pgd', (target: number[] | number): Attack => pgd.with({ target, steps: 10 }), 0.3],
    ['jsma', (target: number[] | number): Attack => jsma.with({ target, gamma: 1 }), 16],
  ])('of %s leads to the same points as one target for all', async (_, aimedAt, epsilon) => {
    const { network, split, target } = await problem();
    const each = await aimedAt(target).run(network, split, { epsilon, seed: 1, batchSize: 16 });
    for (const goal of [0, 1, 2]) {
      const all = await aimedAt(goal).run(network, split, { epsilon, seed: 1 });
      const items = target.flatMap((own, item) => (own === goal ? [item] : []));
      expect(items.length).toBeGreaterThan(2);
      for (const item of items) {
        const pointOf = ({ adversarial }: typeof all) => [...adversarial.subarray(16 * item, 16 * item + 16)];
        pointOf(each).forEach((value, i) => expect(value).toBeCloseTo(pointOf(all)[i], 5));
      }
    }
    expect(each.predicted.some((predicted, item) => predicted === target[item])).toBe(true);
  });

  test('stays with its input in a sample, and in a curve over several epsilons', async () => {
    const { network, split, target } = await problem();
    const attack = fgsm.with({ target });
    const all = await attack.run(network, split, { epsilon: 0.1, seed: 1 });
    const options = { limit: 15, seed: 1, keepAdversarial: true };
    const measured = await evaluateRobustness(network, split, attack, { ...options, epsilon: 0.1 });
    const { adversarial, parameters } = measured;
    const { positions = [], predicted = [] } = adversarial ?? {};
    expect(positions).toHaveLength(15);
    positions.forEach((position, at) => expect(predicted[at]).toBe(all.predicted[position]));
    expect(parameters).toMatchObject({ target });
    const curve = await evaluateRobustnessCurve(network, split, attack, { ...options, epsilons: [0.05, 0.1] });
    curve.adversarial?.positions.forEach((position, at) => {
      if (curve.adversarial?.brokenBy[at] === null) expect(all.broken[position]).toBe(0);
    });
  });

  test('is checked against the model and the split', async () => {
    const { network, split, target } = await problem(6);
    const run = (changed: number[]) => pgd.with({ target: changed }).run(network, split, { epsilon: 0.1 });
    await expect(run(target.slice(1))).rejects.toThrow(
      'pgd: the target has 5 classes, but the split has 6 inputs.\nExpected one class per input, in the order of the split.',
    );
    await expect(run([...target.slice(0, 5), 3])).rejects.toThrow(
      'pgd: the target is 3.\nExpected a class from 0 to 2',
    );
    await expect(run([split.labels[0], ...target.slice(1)])).rejects.toThrow(
      `pgd: the target of input 0 is ${split.labels[0]}, its label.\nExpected another class than the label.`,
    );
    expect(() => pgd.with({ target: [0, -1] })).toThrow("pgd: target is [0, -1].\nExpected 'none', 'least-likely'");
    expect(() => pgd.with({ target: [] })).toThrow('pgd: target is [].');
    expect(() => adversarialTraining(pgd.with({ target }), 0.1)).toThrow(
      'adversarialTraining: pgd has an option with one value per input.\nExpected one value for all',
    );
    expect(pgd.with({ target: 1 }).forInputs).toBeUndefined();
  });
});
