import type { Attack } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import type { AttackSuccessTable } from '../../report/schemas/attack-success-table.ts';
import { tabulateAttacks, type MeasuredAttack } from '../../report/tables/attack-success.ts';
import { evaluateRobustness, type RobustnessOptions } from './robustness.ts';

/** An attack and the size of its ball; of a minimal attack the largest perturbation that counts. */
export interface SizedAttack extends Pick<RobustnessOptions, 'epsilon'> {
  readonly attack: Attack;
}

/**
 * Attack success rates of several models under several attacks, on the same inputs with the same draws.
 *
 *   rate = |{ x : f(x) = y, f(x + δ) != y }| / |{ x : f(x) = y }|,   null where no input is classified correctly
 *
 * @param models - told apart by their names
 * @throws InvalidOptionError without a model or an attack, or where two models have one name; otherwise as `evaluateRobustness`
 * @see Hu et al. 2021, equation 9 and figure 4
 */
export async function attackSuccessTable(
  models: readonly (Classifier | Predictor)[],
  split: Split,
  attacks: readonly SizedAttack[],
  options: Omit<RobustnessOptions, 'epsilon' | 'keepAdversarial' | 'diagnose'> = {},
): Promise<AttackSuccessTable> {
  const names = models.map(({ name = 'predictor' }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (models.length === 0 || attacks.length === 0 || twice !== undefined) {
    throw new InvalidOptionError(
      `attackSuccessTable: there are ${twice === undefined ? `${models.length} models and ${attacks.length} attacks` : `several models of the name "${twice}"`}.\n` +
        'Expected at least one model and one attack, and a name of its own for each model.\nName a copy by clone(name).',
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
