import { attacks } from '../../src/attacks/index.ts';
import type { Attack } from '../../src/attacks/index.ts';
import { InvalidOptionError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/json.ts';
import type { RetrainingOptions } from '../../src/plugin-options.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { trainings, type TrainingFactory, type Training } from '../../src/training/index.ts';
import type { Candidate } from './candidate.ts';

export interface ChosenAttack {
  readonly attack: Attack;
  readonly epsilon: number;
}

/** The attack that the options name, else the one that the model's tests or its training used, else PGD at 0.1. */
export function attackFor(
  { record, robustness }: Candidate,
  { attack, attackOptions, epsilon }: RetrainingOptions,
): ChosenAttack {
  const known = robustness ?? robustnessOf(record);
  const name = attack ?? known?.attack ?? 'pgd';
  const options = attackOptions ?? (name === known?.attack ? known.parameters : {});
  return { attack: configured(name, options as JsonObject), epsilon: epsilon ?? known?.epsilon ?? 0.1 };
}

/**
 * How to go on training a model that was trained adversarially; undefined for any other, which is trained on what it knew
 * and adversarial examples of what was selected.
 */
export function trainingFor({ origin, options }: ModelRecord, epochs: number | undefined): Training | undefined {
  const recorded = (origin === 'trained' ? options.initialTraining : options.training) as unknown as
    | JsonTraining
    | undefined;
  if (!recorded || !Object.hasOwn(trainings, recorded.name)) return undefined;
  const known: Readonly<Record<string, TrainingFactory>> = trainings;
  const { warmup: _, earlyStopping: __, ...settings } = recorded.options; // of training from the start
  const training = known[recorded.name].fromOptions({ ...settings, epochs: epochs ?? 5 }, configured);
  return training.adversarial ? training : undefined;
}

/** The sibling of a family by its name. @throws InvalidOptionError */
export function byName<T>(family: Readonly<Record<string, T>>, name: string, kind: string): T {
  if (Object.hasOwn(family, name)) return family[name];
  throw new InvalidOptionError(
    `dnn({ retraining }): there is no ${kind} "${name}".\nExpected one of ${Object.keys(family).join(', ')}.`,
  );
}

interface JsonTraining {
  readonly name: string;
  readonly options: JsonObject;
}

interface JsonRobustness {
  readonly attack: string;
  readonly parameters: JsonObject;
  readonly epsilon: number;
}

function robustnessOf({ options }: ModelRecord): JsonRobustness | undefined {
  return (options.robustness as unknown as JsonRobustness | null) ?? undefined;
}

function configured(name: string, { epsilon: _, ...options }: JsonObject): Attack {
  const attack: { with(changes: JsonObject): Attack } = byName(attacks, name, 'attack');
  return attack.with(options);
}
