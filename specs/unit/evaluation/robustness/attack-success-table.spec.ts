import { beforeAll, describe, expect, test } from 'vitest';
import { deepFool, fgsm, pgd } from '../../../../src/attacks/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { attackSuccessTable, evaluateRobustness } from '../../../../src/evaluation/index.ts';
import { smallProblem } from '../../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

describe('attackSuccessTable', () => {
  test('returns the success rate of each attack on each model, on the same inputs', async () => {
    const { network, split } = await smallProblem(40);
    const other = (await smallProblem(40, 2)).network.clone('other');
    const attacks = [
      { attack: fgsm, epsilon: 0.1 },
      { attack: deepFool, epsilon: 0.5 },
      { attack: pgd.with({ steps: 5 }), epsilon: 0.1 },
    ];
    const table = await attackSuccessTable([network, other], split, attacks, { limit: 30, seed: 2 });
    expect(table.attacks).toEqual(['fgsm(0.1)', 'deepFool(0.5)', 'pgd(0.1)']);
    expect(table.rows.map(({ name }) => name)).toEqual([network.name, 'other'].sort());
    const { attackSuccessRate } = await evaluateRobustness(other, split, deepFool, {
      epsilon: 0.5,
      limit: 30,
      seed: 2,
    });
    const row = table.rows.find(({ name }) => name === 'other');
    expect(row).toMatchObject({ inputs: 30, model: null });
    expect(row?.rates[1]).toBe(attackSuccessRate);
    expect(table.mostRobust).toEqual(table.attacks.map(() => [])); // 30 inputs do not tell the models apart
  });

  test('rejects an empty list, and models with the same name', async () => {
    const { network, split } = await smallProblem(20);
    await expect(attackSuccessTable([], split, [{ attack: fgsm, epsilon: 0.1 }])).rejects.toThrow(
      '0 models and 1 attacks',
    );
    await expect(attackSuccessTable([network], split, [])).rejects.toThrow('1 models and 0 attacks');
    await expect(attackSuccessTable([network], split, Array(1))).rejects.toThrow('attackSuccessTable: attack 0');
    await expect(attackSuccessTable([network, network], split, [{ attack: fgsm, epsilon: 0.1 }])).rejects.toThrow(
      'several models named',
    );
  });
});
