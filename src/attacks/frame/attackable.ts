import type { Split } from '../../datasets/contract.ts';
import { InvalidModelError } from '../../errors.ts';
import { checkModel } from '../../models/check-model.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { checkInputs, queriedModel } from '../../models/predictor.ts';
import { isNetwork } from '../../models/network/is-network.ts';
import { checkAnyEpsilon, type Epsilon } from '../../norms/epsilon-by-value.ts';
import { validateSplit } from '../../splits/index.ts';
import type { Attack, QueriedModel } from '../contract.ts';

/** The parts of an attack that decide what it can attack. */
export interface Attacking extends Pick<Attack, 'name' | 'norm' | 'access' | 'decisionBased' | 'minimal'> {
  /** Checks options that have one value per input. @defaultValue none */
  readonly validate?: (split: Split) => void;
}

/**
 * Checks that the attack can run on the model, the split and epsilon.
 *
 * @returns the model, with its name, classes and input range filled in
 */
export async function attackable(
  { name, norm, access, decisionBased, minimal, validate }: Attacking,
  model: Classifier | Predictor,
  split: Split,
  epsilon: Epsilon,
): Promise<QueriedModel> {
  checkModel(name, model);
  if (access === 'white-box') checkGradients(name, model);
  const what = `the split that ${name} attacks`;
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, what);
  const queried: QueriedModel = await queriedModel(model, split);
  if (model.classes === undefined) validateSplit(split, queried.classes, what);
  if (queried.answersLabels && !decisionBased) throw withoutScores(name, queried);
  validate?.(split);
  checkAnyEpsilon(name, epsilon, norm, queried, { allowZero: true, allowInfinity: minimal });
  checkInputs(name, split, queried);
  return queried;
}

/** @throws InvalidModelError if the model has no gradients */
function checkGradients(name: string, model: Classifier | Predictor): void {
  if (isNetwork(model)) return;
  throw new InvalidModelError(
    `${name}: "${model.name ?? 'predictor'}" has predictions, but no gradients.\n` +
      `Expected a classifier, because ${name} follows the gradient of the loss.\n` +
      'Attack it with a black-box attack such as square, or wrap the network with classifier(…).',
  );
}

const withoutScores = (name: string, model: QueriedModel): InvalidModelError =>
  new InvalidModelError(
    `${name}: "${model.name}" answers labels, but no scores.\nExpected one score per class and input, because ${name} follows how the scores change.\n` +
      'Let predict return logits or probabilities, or attack it with a decision-based attack such as hopSkipJump, which needs labels only.',
  );
