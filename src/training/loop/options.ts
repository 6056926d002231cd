import type { JsonObject } from '../../json.ts';
import { between, integerFrom, positive, resolveOptions, within } from '../../options.ts';

/** Stops when the accuracy on the validation split has not grown for a while. */
export interface EarlyStopping {
  /** Epochs without growth after which training stops. @defaultValue 5 */
  readonly patience?: number;
  /** Growth of the accuracy that counts as such. @defaultValue 0 */
  readonly minDelta?: number;
  /** Go back to the weights of the best epoch at the end. @defaultValue true */
  readonly restoreBest?: boolean;
  /** Share of the training split that is held out where the caller gives no validation split. @defaultValue 0.1 */
  readonly heldOut?: number;
}

/** What all ways of training share. */
export interface TrainingOptions {
  /** Passes over the training split. @defaultValue 20 */
  readonly epochs?: number;
  /** Inputs per step; the last batch of an epoch may be smaller. @defaultValue 128 */
  readonly batchSize?: number;
  /** Step size of Adam. @defaultValue 0.001 */
  readonly learningRate?: number;
  /** @defaultValue train all epochs */
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

/** @throws InvalidOptionError on an option that does not exist or is outside its range */
export function resolveTrainingOptions(owner: string, { earlyStopping, ...options }: TrainingOptions): ResolvedOptions {
  const resolved = resolveOptions(owner, defaults, options, limits);
  if (!earlyStopping) return resolved;
  return {
    ...resolved,
    earlyStopping: resolveOptions(`${owner}: earlyStopping`, stoppingDefaults, earlyStopping, stoppingLimits),
  };
}

/** The options as plain JSON, for reports and cache keys. */
export function describeOptions({ earlyStopping, ...numbers }: ResolvedOptions): JsonObject {
  return earlyStopping ? { ...numbers, earlyStopping: { ...earlyStopping } } : numbers;
}
