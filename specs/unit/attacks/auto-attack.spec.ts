import { beforeAll, describe, expect, test } from 'vitest';
import { apgd, autoAttack, pgd } from '../../../src/attacks/index.ts';
import { defineEnsemble } from '../../../src/attacks/ensemble.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { createRandom } from '../../../src/random/index.ts';
import { linearClassifier, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const quick = autoAttack.with({ steps: 10, queries: 50 });
const count = (flags: ArrayLike<number>): number => Array.from(flags).reduce((sum, flag) => sum + flag, 0);

/** The random streams that the attacks fork on a linear model with this number of classes, which no attack breaks. */
async function attacksOn(classes: number): Promise<string[]> {
  const network = linearClassifier([
    Array.from({ length: classes }, (_, k) => 1 - k / 8),
    Array.from({ length: classes }, (_, k) => (k % 2) / 8),
  ]);
  const split = { inputs: Float32Array.of(0.9, 0.1), itemShape: [2], labels: Int32Array.of(0), size: 1 };
  const seen: string[] = [];
  const random = createRandom(1);
  const watched = {
    ...random,
    fork: (...path: (string | number)[]) => (seen.push(path.join(' ')), random.fork(...path)),
  };
  const x = tf.tensor2d([[0.9, 0.1]]);
  const y = tf.tensor1d(split.labels, 'int32');
  (await quick.craft({ classifier: network, x, y, epsilon: 0.001, random: watched })).dispose();
  tf.dispose([x, y]);
  return seen;
}

describe('autoAttack', () => {
  test('breaks at least as many inputs as its first attack, and names the attack that broke each', async () => {
    const { network, split } = await smallProblem(100);
    const first = await apgd.with({ steps: 10 }).run(network, split, { epsilon: 0.1 });
    const all = await quick.run(network, split, { epsilon: 0.1 });
    expect(count(all.broken)).toBeGreaterThanOrEqual(count(first.broken));
    const by = new Set(all.brokenBy);
    expect([...by].every((name) => name === null || ['apgd-ce', 'apgd-dlr', 'fab-t', 'square'].includes(name))).toBe(
      true,
    );
    expect(by).toContain('apgd-ce');
    expect(all.brokenBy.map((name) => Number(name !== null))).toEqual([...all.broken]);
  });

  test('selects its attacks by the number of classes', async () => {
    const names = async (classes: number) => [...new Set((await attacksOn(classes)).map((path) => path.split(' ')[0]))];
    expect(await names(2)).toEqual(['apgd-ce', 'fab-t', 'square']);
    expect(await names(3)).toEqual(['apgd-ce', 'apgd-dlr', 'fab-t', 'square']);
    expect(await names(4)).toEqual(['apgd-ce', 'apgd-t', 'fab-t', 'square']);
    expect((await attacksOn(4)).filter((path) => path.startsWith('apgd-t'))).toEqual([
      'apgd-t 0',
      'apgd-t 1',
      'apgd-t 2',
    ]);
  });

  test('crafts a batch that breaks at least as many inputs as a run', async () => {
    const { network, split } = await smallProblem(40);
    const { broken, adversarial } = await quick.run(network, split, { epsilon: 0.1 });
    const x = tf.tensor(split.inputs, [40, 4, 4, 1]);
    const y = tf.tensor1d(split.labels, 'int32');
    const before = tf.memory().numTensors;
    const crafted = await quick.craft({ classifier: network, x, y, epsilon: 0.1, random: createRandom(0) });
    expect(tf.memory().numTensors).toBe(before + 1);
    const predicted = await network.predictions({ ...split, inputs: (await crafted.data()) as Float32Array });
    const wrong = predicted.map((label, item) => Number(label !== split.labels[item]));
    expect(count(wrong)).toBeGreaterThanOrEqual(count(broken));
    expect(adversarial).toHaveLength(crafted.size);
    tf.dispose([x, y, crafted]);
  });
});

test('an ensemble runs each attack on the inputs that are not yet broken', async () => {
  const { network, split } = await smallProblem(30);
  const weak = pgd.with({ steps: 1, stepSize: 1e-6, randomStart: false });
  const pair = defineEnsemble({
    name: 'pair',
    norm: () => 'linf',
    defaults: {},
    members: () => ({ weak, strong: pgd }),
  });
  const { brokenBy } = await pair.run(network, split, { epsilon: 0.2 });
  expect(new Set(brokenBy)).toEqual(new Set([null, 'strong']));
  expect(pair.restarts?.(3)).toBe(2);
});
