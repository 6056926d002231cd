import type { JsonObject } from '../../json.ts';
import { between, checkNames, integerFrom, positive, resolveOptions, within } from '../../options.ts';

/** Stops training when the validation accuracy no longer grows. */
export interface EarlyStopping {
  /** Epochs without improvement after which training stops. @defaultValue 5 */
  readonly patience?: number;
  /** Increase in accuracy above which an epoch counts as an improvement. @defaultValue 0 */
  readonly minDelta?: number;
  /** Restore the weights of the best epoch at the end. @defaultValue true */
  readonly restoreBest?: boolean;
  /** Share of the training split to hold out if there is no validation split. @defaultValue 0.1 */
  readonly heldOut?: number;
}

/** The options that all trainings share. */
export interface TrainingOptions {
  /** Passes over the training split. @defaultValue 20 */
  readonly epochs?: number;
  /** Inputs per step; the last batch of an epoch may be smaller. @defaultValue 128 */
  readonly batchSize?: number;
  /** Step size of Adam. @defaultValue 0.001 */
  readonly learningRate?: number;
  /** Stop before the last epoch. @defaultValue no early stopping */
  readonly earlyStopping?: EarlyStopping;
}

/** Options with their defaults filled in. */
export interface ResolvedOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly earlyStopping?: Required<EarlyStopping>;
}

const defaults = { epochs: 20, batchSize: 128, learningRate: 0.001 };
const limits = { epochs: integerFrom(1), batchSize: integerFrom(1), learningRate: positive };
const stoppingDefaults = { patience: 5, minDelta: 0, restoreBest: true, heldOut: 0.1 };
const stoppingLimits = {
  patience: integerFrom(1),
  minDelta: within(0, 1),
  heldOut: between(0, 1),
};

/** Returns the options with their defaults. @throws InvalidOptionError on an unknown option or one out of range */
export function resolveTrainingOptions(owner: string, given: TrainingOptions): ResolvedOptions {
  const { earlyStopping, ...options } = checkNames(owner, given, [...Object.keys(defaults), 'earlyStopping']);
  const resolved = resolveOptions(owner, defaults, options, limits);
  if (earlyStopping === undefined) return resolved;
  return {
    ...resolved,
    earlyStopping: resolveOptions(`${owner}: earlyStopping`, stoppingDefaults, earlyStopping, stoppingLimits),
  };
}

/** Returns the options as plain JSON, for reports and cache keys. */
export function describeOptions({ earlyStopping, ...numbers }: ResolvedOptions): JsonObject {
  return earlyStopping ? { ...numbers, earlyStopping: { ...earlyStopping } } : numbers;
}
