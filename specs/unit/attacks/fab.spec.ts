import { beforeAll, describe, expect, test } from 'vitest';
import { deepFool, fab, largestEpsilon, type ConfigurableAttack, type FabOptions } from '../../../src/attacks/index.ts';
import { fabTowards } from '../../../src/attacks/fab.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import type { Classifier } from '../../../src/models/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const quick = fab.with({ steps: 10 });

const distancesOf = async (
  attack: Pick<ConfigurableAttack<FabOptions>, 'run' | 'norm'>,
  network: Classifier,
  split: Split,
  seed = 1,
): Promise<number[]> => [
  ...(await attack.run(network, split, { epsilon: largestEpsilon(attack.norm, network), seed })).distances,
];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('fab', () => {
  test.each(['linf', 'l2'] as const)('finds smaller perturbations than DeepFool in %s', async (norm) => {
    const { network, split } = await smallProblem(40);
    const attack = quick.with({ norm });
    expect(attack.norm).toBe(norm);
    const [ours, theirs] = [
      await distancesOf(attack, network, split),
      await distancesOf(deepFool.with({ norm }), network, split),
    ];
    const both = [...ours.keys()].filter((item) => Number.isFinite(ours[item]) && Number.isFinite(theirs[item]));
    expect(both.length).toBeGreaterThan(30);
    expect(sum(both.map((item) => ours[item]))).toBeLessThan(sum(both.map((item) => theirs[item])));
  });

  test('finds no larger perturbations with restarts, which depend on the seed, or with more targets', async () => {
    const { network, split } = await smallProblem(30);
    const once = await distancesOf(quick, network, split);
    const often = await distancesOf(quick.with({ restarts: 2 }), network, split);
    const otherwise = await distancesOf(quick.with({ restarts: 2 }), network, split, 2);
    often.forEach((distance, item) => expect(distance).toBeLessThanOrEqual(once[item]));
    expect(often).not.toEqual(once);
    expect(often).not.toEqual(otherwise);
    expect(await distancesOf(quick, network, split, 2)).toEqual(once); // the first walk starts at the input
    const one = await distancesOf(quick.with({ targets: 1 }), network, split);
    const both = await distancesOf(quick.with({ targets: 2 }), network, split);
    both.forEach((distance, item) => expect(distance).toBeLessThanOrEqual(one[item]));
    expect(both).not.toEqual(one);
    expect(await distancesOf(quick.with({ targets: 9 }), network, split)).toEqual(both); // there are three classes
  });

  test('walks towards one class until the perturbation is within epsilon', async () => {
    const { network, split } = await smallProblem(20);
    const x = tf.tensor(split.inputs, [20, 4, 4, 1]);
    const y = tf.tensor1d(split.labels, 'int32');
    const batch = { classifier: network, x, y, random: createRandom(1) };
    const options = { steps: 15 };
    const [wide, narrow] = [
      await fabTowards({ ...batch, epsilon: 0.2 }, 1, options),
      await fabTowards({ ...batch, epsilon: 0 }, 1, options),
    ];
    const sizes = (points: typeof wide): number[] => [
      ...tf.tidy(() => tf.max(tf.abs(tf.sub(points, x)), [1, 2, 3])).dataSync(),
    ];
    const [early, late] = [sizes(wide), sizes(narrow)];
    expect(sum(early)).toBeGreaterThan(sum(late));
    late.forEach((size, item) => expect(early[item] <= 0.2 || early[item] === size).toBe(true));
    for (let item = 4; item < 20; item += 5) expect(early[item]).toBe(0); // misclassified when clean
    tf.dispose([x, y, wide, narrow]);
  });
});
