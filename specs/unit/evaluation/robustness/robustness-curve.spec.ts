import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { bim, defineAttack, fgsm } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { evaluateRobustness, evaluateRobustnessCurve } from '../../../../src/evaluation/index.ts';
import { robustnessSchema } from '../../../../src/report/schemas/robustness-measurement.ts';
import { margins, smallProblem } from '../../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

const epsilons = [0.3, 0.04, 0.1, 0.2, 0.1];
const expected = [
  { epsilon: 0.04, robustAccuracy: 0.75 },
  { epsilon: 0.1, robustAccuracy: 0.5 },
  { epsilon: 0.2, robustAccuracy: 0.25 },
  { epsilon: 0.3, robustAccuracy: 0 },
];

describe('evaluateRobustnessCurve', () => {
  test('runs an attack at each epsilon on the inputs that are not yet broken', async () => {
    const { network, split } = margins();
    const tasks: number[] = [];
    const measured = await evaluateRobustnessCurve(network, split, fgsm, {
      epsilons,
      seed: 1,
      progress: ({ total = 0 }) => tasks.push(total),
    });
    expect(measured.curve).toEqual(expected);
    expect(tasks).toEqual([3, 3, 2, 1]);
    expect(measured).toMatchObject({ epsilon: 0.3, value: 0, attackSuccessRate: 1, brokenBy: { fgsm: 3 } });
    expect(measured.medianPerturbation).toBeCloseTo(0.2, 6);
    const valid = new Ajv({ allowUnionTypes: true }).compile(robustnessSchema);
    expect(valid(measured), JSON.stringify(valid.errors)).toBe(true);
  });

  test('runs a minimal attack once', async () => {
    const { network, split } = margins();
    let runs = 0;
    const crossing = defineAttack({
      name: 'crossing',
      norm: 'linf',
      access: 'white-box',
      minimal: true,
      defaults: {},
      perturb: ({ x }) => {
        runs++;
        return tf.tidy(() => {
          const half = tf.mul(tf.sub(tf.slice(x, [0, 0], [-1, 1]), tf.slice(x, [0, 1], [-1, 1])), 0.505); // half the lead
          return tf.add(x, tf.mul(half, tf.tensor2d([[-1, 1]])));
        });
      },
    });
    const measured = await evaluateRobustnessCurve(network, split, crossing, { epsilons });
    expect(measured.curve).toEqual(expected);
    expect(measured.medianPerturbation).toBeCloseTo(0.1515, 4);
    expect(runs).toBe(1);
  });

  test('never rises, is at most the robust accuracy of a separate run, and keeps adversarial inputs', async () => {
    const { network, split } = await smallProblem(60);
    const radii = [0.02, 0.05, 0.1, 0.2];
    const measured = await evaluateRobustnessCurve(network, split, bim, { epsilons: radii, keepAdversarial: true });
    for (const [i, { epsilon, robustAccuracy }] of measured.curve.entries()) {
      if (i > 0) expect(robustAccuracy).toBeLessThanOrEqual(measured.curve[i - 1].robustAccuracy);
      const alone = await evaluateRobustness(network, split, bim, { epsilon });
      expect(robustAccuracy).toBeLessThanOrEqual(alone.robustAccuracy);
    }
    const inputs = measured.adversarial?.adversarial ?? new Float32Array();
    const predicted = await network.predictions({ ...split, inputs });
    expect(measured.adversarial?.predicted).toEqual(predicted);
    expect(measured.value).toBe(predicted.filter((label, item) => label === split.labels[item]).length / 60);
  });

  test.each([[Number.NaN], [{ broken: [] }]])('refuses an attack whose result is %s', async (result) => {
    const { network, split } = margins();
    const attack = { ...fgsm, run: () => Promise.resolve(result as never) };
    await expect(evaluateRobustnessCurve(network, split, attack, { epsilons })).rejects.toThrow(
      'fgsm: the result of run is',
    );
  });

  test('rejects an empty list of epsilons, and an epsilon out of range', async () => {
    const { network, split } = margins();
    await expect(evaluateRobustnessCurve(network, split, fgsm, { epsilons: [] })).rejects.toThrow(
      'evaluateRobustnessCurve: epsilons is empty.',
    );
    await expect(evaluateRobustnessCurve(network, split, fgsm, { epsilons: [0.1, 3] })).rejects.toThrow('epsilon is 3');
  });
});
