import { acquisitionFunctions } from '../../src/acquisition/index.ts';
import { attacks, textAttacks } from '../../src/attacks/index.ts';
import type { AnyAttack, Attack } from '../../src/attacks/index.ts';
import { isTextAttack } from '../../src/family-members.ts';
import { InvalidOptionError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Classifier } from '../../src/models/contract.ts';
import type { Epsilon } from '../../src/norms/epsilon-by-value.ts';
import { unitOfLength } from '../../src/norms/unit.ts';
import type { RetrainingOptions } from '../../src/plugin-options.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { trainings, type TrainingFactory, type Training } from '../../src/training/index.ts';
import type { Candidate } from './candidate.ts';

/** An attack with its epsilon. */
export interface ChosenAttack {
  readonly attack: AnyAttack;
  readonly epsilon: Epsilon;
}

/**
 * Checks the methods that the options name. They are the same for all models, so a wrong name fails the run.
 *
 * @throws InvalidOptionError - if the acquisition function or the attack does not exist, or rejects its options
 */
export function checkMethods({ acquisition = 'dre', retrain, attack, attackOptions = {} }: RetrainingOptions): void {
  byName(acquisitionFunctions, acquisition, 'acquisition function');
  if (retrain && attack !== undefined) configured(attack, attackOptions);
}

/**
 * @returns the attack of the options, else that of the model's robustness measurement, else PGD with an epsilon of 0.1 of the
 *   width of the input range, and on texts DeepWordBug with 5 edits
 */
export function attackFor(
  { record, robustness }: Candidate,
  { attack, attackOptions, epsilon }: RetrainingOptions,
  { inputRange, encoder }: Pick<Classifier, 'inputRange' | 'encoder'>,
): ChosenAttack {
  const measured = robustness ?? robustnessOf(record);
  const name = attack ?? measured?.attack ?? (encoder ? 'deepWordBug' : 'pgd');
  const options = attackOptions ?? (name === measured?.attack ? measured.parameters : {});
  const measuredEpsilon = (measured?.parameters as { epsilon?: Epsilon } | undefined)?.epsilon ?? measured?.epsilon;
  const chosen = configured(name, options as JsonObject);
  const usual = isTextAttack(chosen) ? usualChange[chosen.norm] : 0.1 * unitOfLength(inputRange);
  return { attack: chosen, epsilon: epsilon ?? (name === measured?.attack ? measuredEpsilon : undefined) ?? usual };
}

/** Epsilon of an attack on texts, if none is given. */
const usualChange = { words: 0.2, edits: 5 } as const;

/**
 * Finds the training that continues an adversarially trained model.
 *
 * @returns undefined for any other model; it is retrained on its training inputs and on adversarial examples of the selection
 */
export function trainingFor({ origin, options }: ModelRecord, epochs: number | undefined): Training | undefined {
  const recorded = (origin === 'trained' ? options.initialTraining : options.training) as unknown as
    | JsonTraining
    | undefined;
  if (!recorded || !Object.hasOwn(trainings, recorded.name)) return undefined;
  const factories: Readonly<Record<string, TrainingFactory>> = trainings;
  const { warmup: _, earlyStopping: __, ...settings } = recorded.options; // only used when training from scratch
  const training = factories[recorded.name].fromOptions({ ...settings, epochs: epochs ?? 5 }, onNumbers);
  return training.adversarial ? training : undefined;
}

/** @returns the member of a family with this name @throws InvalidOptionError - if there is none */
export function byName<T>(family: Readonly<Record<string, T>>, name: string, kind: string): T {
  if (Object.hasOwn(family, name)) return family[name];
  throw new InvalidOptionError(
    `dnn({ retraining }): there is no ${kind} "${name}".\nExpected one of ${Object.keys(family).join(', ')}.\nCorrect the name.`,
  );
}

interface JsonTraining {
  readonly name: string;
  readonly options: JsonObject;
}

interface JsonRobustness {
  readonly attack: string;
  readonly parameters: JsonObject;
  readonly epsilon: Epsilon;
}

function robustnessOf({ options }: ModelRecord): JsonRobustness | undefined {
  return (options.robustness as unknown as JsonRobustness | null) ?? undefined;
}

function configured(name: string, { epsilon: _, ...options }: JsonObject): AnyAttack {
  const attack: { with(changes: JsonObject): AnyAttack } = byName({ ...attacks, ...textAttacks }, name, 'attack');
  return attack.with(options);
}

/** The attack of an adversarial training. */
function onNumbers(name: string, { epsilon: _, ...options }: JsonObject): Attack {
  const attack: { with(changes: JsonObject): Attack } = byName(attacks, name, 'attack');
  return attack.with(options);
}
