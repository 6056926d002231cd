import type { JsonObject } from '../json.ts';
import type { Classifier } from '../models/contract.ts';

/** A network to be trained: shapes and seed in, classifier with seeded initial weights out. */
export interface Architecture {
  (spec: { itemShape: readonly number[]; classes: number; seed: number }): Classifier;
  /** Name in reports; its function name. */
  readonly name: string;
  /** Hyper-parameters; with the name they determine the network, so that they belong into every cache key. */
  readonly options?: JsonObject;
}
