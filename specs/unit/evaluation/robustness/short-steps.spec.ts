import { beforeAll, expect, test } from 'vitest';
import { madry2018, pgd } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { evaluateRobustness, evaluateRobustnessCurve } from '../../../../src/evaluation/index.ts';
import { smallProblem } from '../../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

const sign =
  'the steps are too short: 40 × 0.00333 is 1.33 epsilon, but from a random start the ball extends over 2 epsilon';

test.each([false, true])(
  'steps that cannot cross the ball are a warning, whether the attack is diagnosed or not: %s',
  async (diagnose) => {
    const { network, split } = await smallProblem();
    const shared = { seed: 1, diagnose };
    const options = { ...shared, epsilon: 0.1 };
    expect((await evaluateRobustness(network, split, madry2018, options)).warnings).toContain(sign);
    expect((await evaluateRobustness(network, split, pgd, options)).warnings ?? []).toEqual([]);
    const curve = await evaluateRobustnessCurve(network, split, madry2018, { ...shared, epsilons: [0.05, 0.1] });
    expect(curve.warnings).toContain(sign);
  },
);

test('larger steps that break more inputs take the place of this warning', async () => {
  const { network, split } = await smallProblem();
  const weak = pgd.with({ steps: 1, stepSize: 1e-4, randomStart: false });
  const { warnings } = await evaluateRobustness(network, split, weak, { epsilon: 0.2, seed: 1, diagnose: true });
  expect(warnings).toEqual([
    expect.stringMatching(/^20 gradient steps of a quarter of epsilon break \d+ of \d+ inputs that pgd/),
  ]);
});
