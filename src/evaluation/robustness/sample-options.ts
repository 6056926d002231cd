import { between, callback, flag, integerFrom, positive, seedLimit, type LimitsOf } from '../../options.ts';
import type { Progress } from '../../progress.ts';

/** Options of an attack on a sample: which inputs are attacked, how, and what is returned. */
export interface AttackedSampleOptions {
  /** Seed of the attack and of the sample. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Attack a uniform sample of this many inputs. With the same seed, all attacks use the same sample. @defaultValue all */
  readonly limit?: number;
  /** Inputs attacked at once. @defaultValue 128, or as many as fit in 256 MiB if those are fewer */
  readonly batchSize?: number;
  /** Stop at the first point that breaks an input. With false, the last point of each attempt decides. @defaultValue true */
  readonly dropBroken?: boolean;
  /** Receives the progress after every batch. @defaultValue none */
  readonly progress?: Progress;
  /** Check on up to 32 unbroken inputs whether the attack was too weak. @defaultValue false */
  readonly diagnose?: boolean;
  /**
   * Time that the attack may take. After it, the measurement is about the inputs that are done, a random part of the sample, and
   * its field `unfinished` says so. @defaultValue no limit
   */
  readonly seconds?: number;
  /** Confidence of the interval. @defaultValue 0.95 */
  readonly confidence?: number;
  /** Also return the adversarial inputs. The result is then not plain JSON. @defaultValue false */
  readonly keepAdversarial?: boolean;
}

/** The limits of these options. */
export const sampleLimits: LimitsOf<AttackedSampleOptions> = {
  seed: seedLimit,
  limit: integerFrom(1),
  batchSize: integerFrom(1),
  dropBroken: flag,
  progress: callback,
  diagnose: flag,
  seconds: positive,
  confidence: between(0, 1),
  keepAdversarial: flag,
};
