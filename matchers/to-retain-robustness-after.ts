import type { Attack } from '../src/attacks/contract.ts';
import type { Compression } from '../src/compression/contract.ts';
import { checkNames } from '../src/options.ts';
import { checkAttack, checkCompression, checkShare, type AttackedInputs } from './definition/arguments.ts';
import { defineMatcher, loadEvaluation } from './definition/define-matcher.ts';
import { trainedOn } from './definition/subject.ts';

export interface RetainRobustnessOptions extends AttackedInputs {
  /** The robust accuracy that may be lost, as a share: 0.01 is one point. @defaultValue 0.01 */
  readonly within?: number;
}

/**
 * Asserts what a compression may cost under attack. The attack sees what it attacks: the compressed model is attacked by its
 * own gradients, which pass straight through the rounding of activations.
 *
 *   robust accuracy before − robust accuracy after <= within
 *
 * @example
 * await expect(model).toRetainRobustnessAfter(quantize(8), pgd, 0.3, { within: 0.02 });
 */
export const toRetainRobustnessAfter = defineMatcher({
  name: 'toRetainRobustnessAfter',
  measure: async (
    model,
    compression: Compression,
    attack: Attack,
    epsilon: number,
    options: RetainRobustnessOptions = {},
  ) => {
    const matcher = 'toRetainRobustnessAfter';
    checkCompression(matcher, compression);
    checkAttack(matcher, attack, epsilon, model);
    checkNames(matcher, options, ['within', 'limit', 'seed']);
    const { within = 0.01, limit, seed } = options;
    checkShare(matcher, 'within', within);
    const { evaluateCompressedRobustness } = await loadEvaluation();
    const { attacked, ...measurement } = await evaluateCompressedRobustness(
      model.classifier,
      model.split,
      compression,
      attack,
      {
        epsilon,
        limit,
        seed,
        train: trainedOn(model),
        diagnose: true,
        keepAdversarial: true,
      },
    );
    return {
      quantity: `robust accuracy loss under ${attack.name}(${epsilon}) by ${compression.name}`,
      value: measurement.robustAccuracyBefore - measurement.robustAccuracy,
      relation: 'at most',
      threshold: within,
      measurement,
      adversarial: attacked?.adversarial,
      attacked: attacked?.classifier,
    };
  },
});
