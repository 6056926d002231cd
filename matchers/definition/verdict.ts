import type { Adversarial } from '../../src/evaluation/index.ts';
import type { Found } from '../../src/evaluation/data/index.ts';
import type { Classifier } from '../../src/models/contract.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import type { Measurement } from '../../src/report/schemas/measurement.ts';
import type { UndecidedPolicy } from '../../src/settings.ts';

/** Options of every assertion on a value with an interval: what decides, and what an undecided gate does. */
export interface DecisionOptions {
  /** Confidence of the interval. @defaultValue 0.95 */
  readonly confidence?: number;
  /**
   * What must satisfy the threshold: the value, or the whole interval. With `'interval'`, the assertion fails if the interval holds the
   * threshold. @defaultValue 'value'
   */
  readonly decide?: 'value' | 'interval';
  /**
   * What the assertion does if the interval holds the threshold. `'warn'`: it goes by its value, and is reported as undecided. `'pass'`: it
   * passes. `'fail'`: it fails. @defaultValue the policy of `dnn()`, `'warn'`
   */
  readonly undecided?: UndecidedPolicy;
}

/** How a verdict decides. */
export type Decision = Pick<DecisionOptions, 'decide' | 'undecided'>;

/** A measurement with its threshold. */
export interface Verdict {
  /** The measured quantity in words, e.g. `robust accuracy under pgd(0.3)`. */
  readonly quantity: string;
  readonly value: number;
  readonly relation: Gate['relation'];
  readonly threshold: number;
  /** Unit of value and threshold. @defaultValue 'share' */
  readonly unit?: Gate['unit'];
  readonly measurement: Measurement;
  /** The interval of a value that is not the value of the measurement. @defaultValue that of the measurement, if it has the same value */
  readonly interval?: Gate['interval'];
  /** Number of trials behind the value. @defaultValue the inputs of the measurement */
  readonly trials?: number;
  /** Returns how many trials of the same rates it takes until the interval excludes a threshold. @defaultValue as for a share */
  readonly trialsToDecide?: (threshold: number) => number;
  /** How the verdict decides. @defaultValue by its value, with the policy of `dnn()` */
  readonly decision?: Decision;
  /** The comparison with a baseline, which decides instead of the threshold. */
  readonly baseline?: Gate['baseline'];
  /** Reasons why the verdict says little about the model. */
  readonly warnings?: string[];
  /** What to change on the model or the compression if the gate fails, in words. */
  readonly remedies?: readonly string[];
  /** The attacked inputs. If the gate fails, some of them are kept as examples. */
  readonly adversarial?: Adversarial;
  /** The items of data that were found. If the gate fails, some of them are shown. */
  readonly found?: Found;
  /** The attacked classifier, if it is not the tested model. It is disposed of after the examples are collected. */
  readonly attacked?: Classifier;
}
