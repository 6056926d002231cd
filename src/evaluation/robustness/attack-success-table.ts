import type { Attack } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import type { AttackSuccessTable } from '../../report/schemas/attack-success-table.ts';
import { tabulateAttacks, type MeasuredAttack } from '../../report/tables/attack-success.ts';
import { evaluateRobustness, type RobustnessOptions } from './robustness.ts';

/** An attack and the radius of its ball; for a minimal attack, the largest perturbation that counts. */
export interface SizedAttack extends Pick<RobustnessOptions, 'epsilon'> {
  readonly attack: Attack;
}

/**
 * Measures the attack success rates of several models under several attacks, on the same inputs with the same random draws.
 *
 *   rate = |{ x : f(x) = y, f(x + δ) != y }| / |{ x : f(x) = y }|,   null if no input is classified correctly
 *
 * The most robust model under an attack is the one with the highest robust accuracy. Models with few correctly classified inputs
 * are named in `warnings`.
 *
 * @param models - models with different names
 * @returns the table, with a row per model and a column per attack
 * @throws InvalidOptionError if there is no model or no attack, or two models share a name; the same
 * errors as `evaluateRobustness`
 * @see Hu et al. 2021, equation 9 and figure 4
 */
export async function attackSuccessTable(
  models: readonly (Classifier | Predictor)[],
  split: Split,
  attacks: readonly SizedAttack[],
  options: Omit<RobustnessOptions, 'epsilon' | 'keepAdversarial' | 'diagnose' | 'seconds'> = {},
): Promise<AttackSuccessTable> {
  const names = models.map(({ name = 'predictor' }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (models.length === 0 || attacks.length === 0 || twice !== undefined) {
    throw new InvalidOptionError(
      `attackSuccessTable: there are ${twice === undefined ? `${models.length} models and ${attacks.length} attacks` : `several models named "${twice}"`}.\n` +
        'Expected at least one model and one attack, and a different name for each model.\nCopy a model under another name with clone(name).',
    );
  }
  const measured: MeasuredAttack[] = [];
  for (const model of models) {
    for (const { attack, epsilon } of attacks) {
      measured.push({ measurement: await evaluateRobustness(model, split, attack, { ...options, epsilon }) });
    }
  }
  return tabulateAttacks(measured);
}
