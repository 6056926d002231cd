import { InvalidDataError, InvalidOptionError } from '../errors.ts';
import type { Attack } from '../attacks/contract.ts';
import { craftWith } from '../models/network/rescaled.ts';
import { largestOf, timesEpsilon, type Epsilon } from '../norms/epsilon-by-value.ts';
import type { JsonObject } from '../json.ts';
import { parametersOf } from '../attack-answers.ts';
import { attackLimit } from '../family-members.ts';
import {
  callback,
  checkNames,
  checkOptions,
  checkedLater,
  demand,
  jsonRecord,
  notNegative,
  positive,
  required,
} from '../options.ts';
import type { Limit, LimitsOf } from '../options.ts';
import type { TrainingFactory, Training } from './contract.ts';
import { fit } from './loop/fit.ts';
import { describeOptions, resolveTrainingOptions, type TrainingOptions } from './loop/options.ts';

export interface AdversarialTrainingOptions extends TrainingOptions {
  /**
   * Epochs over which epsilon grows linearly from 0 to its full size. With random weights and a large epsilon, a small
   * network may never leave chance level (LeNet-5 on MNIST at 0.3). A model that was trained before needs no warm-up.
   * @defaultValue 0
   */
  readonly warmup?: number;
}

const names = ['epochs', 'batchSize', 'learningRate', 'earlyStopping', 'warmup'];

const radius: Limit = {
  expected: 'a positive number in units of the input',
  holds: (value) => {
    const radii: unknown[] = Array.isArray(value) ? value : [value];
    return radii.every(notNegative.holds) && radii.some(positive.holds);
  },
  advice: () => 'For inputs in [0, 1] and 8 grey levels pass 8 / 255.',
};

/**
 * Adversarial training: crafts new adversarial examples for every batch and trains on them alone. Returns the training.
 *
 *   min_w E_(x, y) [ max_{‖δ‖ ≤ ε} L(f_w(x + δ), y) ]
 *
 * The attack approximates the inner maximum on the current weights, with dropout off.
 *
 * @param epsilon - size of the ball, in units of the input and in the norm of the attack; a list has one radius per value
 * @throws InvalidOptionError on an epsilon that is not positive, or an option out of range
 * @see Madry et al. 2018, arXiv:1706.06083, eq. 2.1; Guo et al. 2021, arXiv:2112.02542, section 4.3
 */
export function adversarialTraining(
  attack: Attack,
  epsilon: Epsilon,
  options: AdversarialTrainingOptions = {},
): Training {
  demand('adversarialTraining', 'the attack', attack, attackLimit);
  demand('adversarialTraining', 'epsilon', epsilon, radius);
  const { warmup = 0, ...shared } = checkNames('adversarialTraining', options, names);
  const resolved = resolveTrainingOptions('adversarialTraining', shared);
  if (attack.forInputs) {
    throw new InvalidOptionError(
      `adversarialTraining: ${attack.name} has an option with one value per input.\n` +
        'Expected one value for all, because batches are drawn anew in every epoch.\nPass one target for all inputs, or none.',
    );
  }
  const ramp: Limit = {
    expected: `0 <= warmup <= ${resolved.epochs}, the number of epochs`,
    holds: (value) => typeof value === 'number' && value >= 0 && value <= resolved.epochs,
  };
  demand('adversarialTraining', 'warmup', warmup, ramp, `Pass e.g. ${Math.ceil(resolved.epochs / 4)}.`);
  return {
    name: 'adversarialTraining',
    options: {
      attack: { name: attack.name, ...parametersOf(attack, largestOf(epsilon), null) },
      epsilon,
      warmup,
      ...describeOptions(resolved),
    },
    adversarial: true,
    code: attack.code,
    fit: async (classifier, split, context) => {
      if (split?.inputs instanceof Int32Array) throw tokensCannotMove(attack);
      return fit(classifier, split, context, resolved, ({ epochsDone, ...batch }) => {
        const reached = warmup > 0 ? Math.min(1, epochsDone / warmup) : 1;
        return reached > 0 ? craftWith(attack, batch, timesEpsilon(epsilon, reached)) : batch.x;
      });
    },
  };
}

const tokensCannotMove = ({ name }: Attack): InvalidDataError =>
  new InvalidDataError(
    `adversarialTraining: the inputs are token ids, which ${name} cannot change by epsilon.\nExpected continuous inputs, such as images.\n` +
      'Use standardTraining for texts, and retrain on the texts that pwws or deepWordBug finds: retrain(…).',
  );

/** The options of an adversarial training, as recorded in its `options`. */
interface RecordedOptions extends AdversarialTrainingOptions {
  readonly attack: JsonObject & { readonly name: string };
  readonly epsilon: Epsilon;
}

const recordedLimits: LimitsOf<RecordedOptions> = {
  attack: required(jsonRecord),
  epsilon: required(radius),
  warmup: checkedLater,
  epochs: checkedLater,
  batchSize: checkedLater,
  learningRate: checkedLater,
  earlyStopping: checkedLater,
};

// A step size derived from epsilon is recorded for the full epsilon: a restored training does not scale it in the warm-up.
const fromOptions: TrainingFactory['fromOptions'] = (recorded, attackOf) => {
  const { attack, epsilon, ...options } = checkOptions(
    'adversarialTraining.fromOptions',
    recorded,
    recordedLimits,
  ) as unknown as RecordedOptions;
  demand('adversarialTraining.fromOptions', 'attackOf', attackOf, callback, 'Pass (name, parameters) => the attack.');
  const { name, ...parameters } = attack;
  const known = attackOf(name, parameters);
  demand('adversarialTraining.fromOptions', 'the result of attackOf', known, attackLimit);
  return adversarialTraining(known, epsilon, options);
};
adversarialTraining.fromOptions = fromOptions;
