import type { JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';

/** Builds an untrained network: takes shapes and a seed, returns a classifier with seeded initial weights. */
export interface Architecture {
  (spec: { itemShape: readonly number[]; classes: number; seed: number }): Classifier;
  /** Name in reports, and of the function itself. */
  readonly name: string;
  /** Hyper-parameters. Name and options determine the network, so every cache key contains both. */
  readonly options?: JsonObject;
}
