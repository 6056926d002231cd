import { beforeAll, describe, expect, test } from 'vitest';
import { defineEnsemble } from '../../../../src/attacks/ensemble.ts';
import { bim, defineAttack } from '../../../../src/attacks/index.ts';
import type { Attack } from '../../../../src/attacks/index.ts';
import type { Split } from '../../../../src/datasets/contract.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import type { Tensor2D } from '../../../../src/engine/tensors.ts';
import { evaluateRobustness, evaluateRobustnessCurve } from '../../../../src/evaluation/index.ts';
import { classifier } from '../../../../src/models/index.ts';
import { readWeights, writeWeights } from '../../../../src/models/network/weights.ts';
import { createRandom } from '../../../../src/random/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';

beforeAll(() => startEngine('wasm'));

const size = 60;

/** A network with one hidden layer of sigmoids and scaled weights; the gradient of saturated units is 0. */
function sigmoids({ hidden = 1, output = 1 }): { network: Network; split: Split } {
  const random = createRandom(4);
  const layer = (units: number, inputShape: number, activation?: 'sigmoid') =>
    tfl.layers.dense({ units, inputShape: [inputShape], activation, kernelInitializer: 'zeros' });
  const model = tfl.sequential({ layers: [layer(20, 16, 'sigmoid'), layer(3, 20)] });
  const scales = [hidden, 0, output, 0];
  writeWeights(
    model,
    readWeights(model).map((values, i) => values.map(() => scales[i] * random.normal())),
  );
  const inputs = Float32Array.from({ length: size * 16 }, () => random.uniform());
  return {
    network: classifier(model, { name: 'sigmoids' }),
    split: { inputs, itemShape: [16], labels: new Int32Array(size), size },
  };
}

async function labelled({ network, split }: ReturnType<typeof sigmoids>, epsilon: number, attack: Attack = bim) {
  const labels = await network.predictions(split);
  return evaluateRobustness(network, { ...split, labels }, attack, { epsilon, diagnose: true, seed: 1 });
}

/** A black-box attack: uniform noise, the best of 20 draws. */
const noise = defineAttack({
  name: 'noise',
  norm: 'linf',
  access: 'black-box',
  defaults: {},
  perturb: async ({ classifier: model, x, y, epsilon, random }) => {
    const clean = (await x.data()) as Float32Array;
    const labels = await y.data();
    const best = Float32Array.from(clean);
    for (let draw = 0; draw < 20; draw++) {
      const tried = clean.map((value) => Math.min(1, Math.max(0, value + (2 * random.uniform() - 1) * epsilon)));
      const { data, columns } = await model.predict(tried, labels.length);
      labels.forEach((label, item) => {
        const row = data.subarray(item * columns, (item + 1) * columns);
        if (row.indexOf(Math.max(...row)) !== label) best.set(tried.subarray(item * 16, (item + 1) * 16), item * 16);
      });
    }
    return tf.tensor(best, x.shape);
  },
});

describe('a diagnosis of masked gradients', () => {
  test('finds no sign if gradients are useful, whether inputs are broken or not', async () => {
    const smooth = sigmoids({});
    for (const epsilon of [0.005, 0.02, 0.1, 1]) expect((await labelled(smooth, epsilon)).warnings).toEqual([]);
    expect((await labelled(smooth, 0.02)).robustAccuracy).toBeGreaterThan(0.3);
  });

  test('finds gradients of 0 and inputs that survive an unbounded perturbation in a saturated network', async () => {
    const { robustAccuracy, warnings } = await labelled(sigmoids({ hidden: 500 }), 0.3);
    expect(robustAccuracy).toBeGreaterThan(0.5);
    expect(warnings?.[0]).toMatch(/^the gradient of the loss is 0 at \d+ of 32 unbroken inputs$/);
    expect(warnings).toContainEqual(expect.stringMatching(/^\d+ of 32 inputs survive even an unbounded perturbation$/));
  });

  test('finds a saturated softmax, as after defensive distillation, even if the attack is not deceived', async () => {
    const [smooth, distilled] = [await labelled(sigmoids({}), 0.02), await labelled(sigmoids({ output: 200 }), 0.02)];
    expect(distilled.robustAccuracy).toBe(smooth.robustAccuracy);
    expect(distilled.warnings).toEqual([
      expect.stringMatching(/^the logit of the label leads by \d+ \(median\), so the softmax saturates$/),
    ]);
  });

  test('finds that a black-box attack breaks inputs that gradient steps do not', async () => {
    const { warnings } = await labelled(sigmoids({ hidden: 500 }), 0.3, noise);
    expect(warnings?.[0]).toMatch(/^noise breaks \d+ of \d+ inputs that 20 gradient steps fail on$/);
    expect((await labelled(sigmoids({}), 0.3, noise)).warnings).not.toContainEqual(
      expect.stringContaining('noise breaks'),
    );
  });

  test('finds the same inside an ensemble, whatever the names of its members', async () => {
    const both = defineEnsemble({
      name: 'both',
      norm: () => 'linf',
      defaults: {},
      members: () => ({ first: bim, last: noise }),
    });
    const sign = /^a black-box attack broke \d+ inputs that gradient steps had failed on$/;
    const saturated = sigmoids({ hidden: 500 });
    expect((await labelled(saturated, 0.3, both)).warnings?.[0]).toMatch(sign);
    expect((await labelled(sigmoids({}), 0.3, both)).warnings).not.toContainEqual(expect.stringMatching(sign));

    const { network, split } = saturated;
    const labels = await network.predictions(split);
    const options = { epsilons: [0.001, 0.3], diagnose: true, seed: 1 };
    const { warnings } = await evaluateRobustnessCurve(network, { ...split, labels }, both, options);
    expect(warnings?.[0]).toMatch(sign);
  });

  test('finds misleading gradients, along which more steps have no effect', async () => {
    const { network, split } = sigmoids({});
    const astray: Network = {
      ...network,
      name: 'astray',
      logits: (x) => network.logits(tf.add(x, tf.mul(tf.sin(tf.mul(x, 3000)), 0.01))) as Tensor2D,
    };
    const { warnings } = await labelled({ network: astray, split }, 0.01);
    expect(warnings?.[0]).toMatch(
      /^gradient steps have too little effect: the lead falls by \S+ after 4 steps and by \S+ after 20, but/,
    );
  });

  test('is skipped for a black-box attack on a model without gradients', async () => {
    const { network, split } = sigmoids({});
    const opaque: Network = {
      ...network,
      name: 'opaque',
      logits: (x) => tf.tidy(() => tf.tensor2d(network.logits(x).dataSync(), [x.shape[0], 3])),
    };
    expect((await labelled({ network: opaque, split }, 0.1, noise)).warnings).toEqual([]);
    await expect(labelled({ network: opaque, split }, 0.1, bim)).rejects.toThrow('"opaque" has no gradient');
  });

  test('finds that an attack is too weak', async () => {
    const { warnings } = await labelled(sigmoids({}), 0.15, bim.with({ steps: 1, stepSize: 0.01 }));
    expect(warnings?.join()).toMatch(
      /20 gradient steps of a quarter of epsilon break \d+ of \d+ inputs that bim failed on/,
    );
  });

  test('runs only on request, and leaks no tensor', async () => {
    const smooth = sigmoids({});
    const before = tf.memory().numTensors;
    await labelled(smooth, 0.02);
    expect(tf.memory().numTensors).toBe(before);
    expect(await evaluateRobustness(smooth.network, smooth.split, bim, { epsilon: 0.1 })).not.toHaveProperty(
      'warnings',
    );
  });
});
