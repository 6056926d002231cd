import type { AnyAttack } from '../src/attacks/contract.ts';
import type { Compression } from '../src/compression/contract.ts';
import { showEpsilon, type Epsilon } from '../src/norms/epsilon-by-value.ts';
import { checkedLater, type LimitsOf } from '../src/options.ts';
import {
  attackedLimits,
  checkAttack,
  checkCompression,
  checkShare,
  warningsOfLimit,
  type AttackedInputs,
} from './definition/arguments.ts';
import { checkDecided } from './definition/decision.ts';
import { lossOf } from './definition/loss.ts';
import { gentlerCompression } from './definition/advice.ts';
import { defineMatcher, loadEvaluation } from './definition/define-matcher.ts';
import { trainedOn } from './definition/subject.ts';

/** Options of `toRetainRobustnessAfter`. */
export interface RetainRobustnessOptions extends AttackedInputs {
  /** Largest loss of robust accuracy, as a share: 0.01 is one point; 1 is a loss of 100 points, and gives a warning. @defaultValue 0.01 */
  readonly within?: number;
}

const limits: LimitsOf<RetainRobustnessOptions> = { within: checkedLater, ...attackedLimits };

/**
 * Asserts that a compression loses at most `within` robust accuracy. The compressed model is attacked with its own gradients,
 * which treat the rounding of activations as the identity (straight-through).
 *
 *   robust accuracy before − robust accuracy after <= within
 *
 * @throws InvalidOptionError - if the compression, the attack, epsilon or an option is not accepted
 * @example
 * await expect(model).toRetainRobustnessAfter(quantize(8), pgd, 0.3, { within: 0.02 });
 */
export const toRetainRobustnessAfter = defineMatcher({
  name: 'toRetainRobustnessAfter',
  because: 'compresses the weights',
  measure: async (
    model,
    compression: Compression,
    attack: AnyAttack,
    epsilon: Epsilon,
    options: RetainRobustnessOptions = {},
  ) => {
    const matcher = 'toRetainRobustnessAfter';
    checkCompression(matcher, compression);
    checkAttack(matcher, attack, epsilon, model);
    const { checked, decision } = checkDecided(matcher, options, limits);
    const { within = 0.01, ...sampled } = checked;
    checkShare(matcher, 'within', within);
    const { evaluateCompressedRobustness } = await loadEvaluation();
    const { attacked, ...measurement } = await evaluateCompressedRobustness(
      model.classifier,
      model.split,
      compression,
      attack,
      {
        epsilon,
        ...sampled,
        progress: model.progress,
        train: trainedOn(model),
        diagnose: true,
        keepAdversarial: true,
      },
    );
    return {
      quantity: `robust accuracy loss under ${attack.name}(${showEpsilon(epsilon)}) by ${compression.name}`,
      value: measurement.robustAccuracyBefore - measurement.robustAccuracy,
      relation: 'at most',
      threshold: within,
      ...warningsOfLimit('within', within, 'every compression passes'),
      measurement,
      decision,
      ...lossOf(measurement, sampled.confidence),
      adversarial: attacked?.adversarial,
      attacked: attacked?.classifier,
      remedies: gentlerCompression(compression),
    };
  },
});
