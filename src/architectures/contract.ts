import type { JsonObject } from '../json.ts';
import type { InputRange } from '../norms/range.ts';
import type { Encoder } from '../text/contract.ts';
import type { Classifier } from '../models/contract.ts';

/** Builds an untrained network: takes shapes, a seed and the encoder of texts, returns a classifier with seeded initial weights. */
export interface Architecture {
  (spec: { itemShape: readonly number[]; classes: number; seed: number; encoder?: Encoder }): Classifier;
  /** Name in reports, and of the function itself. */
  readonly name: string;
  /** Hyper-parameters. Name and options determine the network, so every cache key contains both. */
  readonly options?: JsonObject;
  /** Whether its items are texts as token ids, so that it needs their encoder. @defaultValue false */
  readonly readsTexts?: boolean;
}

/** Options of every architecture. */
export interface ArchitectureOptions {
  /**
   * Smallest and largest valid input value, as numbers or as lists with one bound per value: the range of the data. It does not change
   * the network, only where attacks may go and which inputs are refused. @defaultValue [0, 1]
   */
  readonly inputRange?: InputRange;
}

/** An architecture with options. It uses their defaults; `with` returns a variant. */
export interface ConfigurableArchitecture<
  Options extends ArchitectureOptions = ArchitectureOptions,
> extends Architecture {
  readonly options: JsonObject;
  /**
   * Returns the architecture with some options changed.
   *
   * @throws InvalidOptionError if an option is unknown or out of range
   */
  with(options: Options): ConfigurableArchitecture<Options>;
}
