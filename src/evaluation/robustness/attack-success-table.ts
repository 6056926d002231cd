import type { AnyAttack } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { AttackableByWords } from '../../attacks/words/contract.ts';
import type { LabelledTexts, Predictor } from '../../models/contract.ts';
import type { AttackSuccessTable } from '../../report/schemas/attack-success-table.ts';
import { tabulateAttacks, type MeasuredAttack } from '../../report/tables/attack-success.ts';
import { anyAttackLimit } from '../../family-members.ts';
import { checkOptions, demand, epsilonLimit, required, type Limit, type LimitsOf } from '../../options.ts';
import { sampleLimits } from './sample-options.ts';
import { evaluateRobustness, type RobustnessOptions } from './robustness.ts';

/** An attack and the radius of its ball; for a minimal attack, the largest perturbation that counts; on texts, a share of words or a number of edits. */
export interface SizedAttack extends Pick<RobustnessOptions, 'epsilon'> {
  readonly attack: AnyAttack;
}

type TableOptions = Omit<RobustnessOptions, 'epsilon' | 'keepAdversarial' | 'diagnose' | 'seconds' | 'sequential'>;
const { keepAdversarial: _, diagnose: __, seconds: ___, ...shared } = sampleLimits;
const limits: LimitsOf<TableOptions> = shared;
const sizedLimits: LimitsOf<SizedAttack> = { attack: required(anyAttackLimit), epsilon: required(epsilonLimit) };
const list: Limit = { expected: 'a list', holds: Array.isArray };
const isModel = (model: unknown): boolean => typeof (model as Predictor | undefined)?.predict === 'function';
const modelsLimit: Limit = {
  expected: 'a list of classifiers, or of objects with predict',
  holds: (value) => Array.isArray(value) && value.every(isModel),
};

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
  models: readonly AttackableByWords[],
  split: Split | LabelledTexts,
  attacks: readonly SizedAttack[],
  options: TableOptions = {},
): Promise<AttackSuccessTable> {
  const owner = 'attackSuccessTable';
  demand(owner, 'the first argument', models, modelsLimit);
  demand(owner, 'the list of attacks', attacks, list, 'Pass e.g. [{ attack: pgd, epsilon: 0.1 }].');
  const sized = Array.from(attacks, (attack, i) => checkOptions(`${owner}: attack ${i}`, attack, sizedLimits));
  const settled = checkOptions(owner, options, limits);
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
    for (const { attack, epsilon } of sized) {
      measured.push({
        measurement: await evaluateRobustness(model as Predictor, split, attack, { ...settled, epsilon }),
      });
    }
  }
  return tabulateAttacks(measured);
}
