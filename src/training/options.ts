import { InvalidOptionError } from '../errors.ts';
import type { JsonObject } from '../json.ts';

/** Stops when the accuracy on the validation split has not grown for a while. */
export interface EarlyStopping {
  /** Epochs without growth after which training stops. */
  readonly patience: number;
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

/** @throws InvalidOptionError on an option outside its range */
export function resolveOptions(caller: string, options: TrainingOptions): ResolvedOptions {
  const { epochs = 20, batchSize = 128, learningRate = 0.001, earlyStopping } = options;
  const demand = (holds: boolean, option: string, value: number, expected: string): void => {
    if (holds) return;
    throw new InvalidOptionError(`${caller}: ${option} is ${value}.\nExpected ${expected}.\nCorrect the option, or leave it out for its default.`);
  };
  demand(Number.isInteger(epochs) && epochs >= 1, 'epochs', epochs, 'a positive integer');
  demand(Number.isInteger(batchSize) && batchSize >= 1, 'batchSize', batchSize, 'a positive integer');
  demand(Number.isFinite(learningRate) && learningRate > 0, 'learningRate', learningRate, 'a positive number');
  if (!earlyStopping) return { epochs, batchSize, learningRate };

  const { patience, minDelta = 0, restoreBest = true, heldOut = 0.1 } = earlyStopping;
  demand(Number.isInteger(patience) && patience >= 1, 'earlyStopping.patience', patience, 'a positive integer');
  demand(minDelta >= 0 && minDelta < 1, 'earlyStopping.minDelta', minDelta, 'a number in [0, 1)');
  demand(heldOut > 0 && heldOut < 1, 'earlyStopping.heldOut', heldOut, 'a number in (0, 1)');
  return { epochs, batchSize, learningRate, earlyStopping: { patience, minDelta, restoreBest, heldOut } };
}

/** The options as plain JSON, for reports and cache keys. */
export function describeOptions({ earlyStopping, ...numbers }: ResolvedOptions): JsonObject {
  return earlyStopping ? { ...numbers, earlyStopping: { ...earlyStopping } } : numbers;
}
