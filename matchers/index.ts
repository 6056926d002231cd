import type { expect } from 'vitest';
import type { Access, AnyAttack } from '../src/attacks/contract.ts';
import type { Dataset, Split } from '../src/datasets/contract.ts';
import type { Epsilon } from '../src/norms/epsilon-by-value.ts';
import type { Compression } from '../src/compression/contract.ts';
import type { AttackedModel, TestedModel, TestedTexts } from './definition/subject.ts';
import { toAnswerWithin, type AnswerOptions } from './to-answer-within.ts';
import { toBeBalanced, type BalanceOptions } from './to-be-balanced.ts';
import { toBeCalibrated, type CalibratedOptions } from './to-be-calibrated.ts';
import { toBeRobustAgainst, type RobustOptions } from './to-be-robust-against.ts';
import { toBeRobustUpTo, type RobustUpToOptions } from './to-be-robust-up-to.ts';
import { toFitIn, type FitOptions } from './to-fit-in.ts';
import { toHaveAttackSuccessRateBelow, type SuccessRateOptions } from './to-have-attack-success-rate-below.ts';
import { toHaveConsistentLabels, type ConsistentLabelsOptions } from './to-have-consistent-labels.ts';
import { toHaveInputsInRange, type InputsInRangeOptions } from './to-have-inputs-in-range.ts';
import { toHaveCleverScoreAbove, type CleverScoreOptions } from './to-have-clever-score-above.ts';
import { toKeepQuality, type KeepQualityOptions } from './to-keep-quality.ts';
import { toReachAccuracy, type AccuracyOptions } from './to-reach-accuracy.ts';
import { toRetainAccuracyAfter, type RetainOptions } from './to-retain-accuracy-after.ts';
import { toRetainRobustnessAfter, type RetainRobustnessOptions } from './to-retain-robustness-after.ts';

/** All matchers by name, as `expect.extend` accepts them. Importing them registers nothing; `vitest-dnn/setup` does. */
export const matchers = {
  toReachAccuracy,
  toBeCalibrated,
  toBeRobustAgainst,
  toBeRobustUpTo,
  toHaveAttackSuccessRateBelow,
  toHaveCleverScoreAbove,
  toRetainAccuracyAfter,
  toRetainRobustnessAfter,
  toFitIn,
  toAnswerWithin,
  toKeepQuality,
  toBeBalanced,
  toHaveConsistentLabels,
  toHaveInputsInRange,
};

export type { FoundItemsOptions } from './definition/data-arguments.ts';
export type { BalanceOptions } from './to-be-balanced.ts';
export type { ConsistentLabelsOptions } from './to-have-consistent-labels.ts';
export type { InputsInRangeOptions } from './to-have-inputs-in-range.ts';
export type { AttackedInputs } from './definition/arguments.ts';
export type { TestedModel, TestedTexts } from './definition/subject.ts';
export type { CleverScoreOptions } from './to-have-clever-score-above.ts';
export type { AnswerOptions } from './to-answer-within.ts';
export type { CalibratedOptions } from './to-be-calibrated.ts';
export type { KeepQualityOptions } from './to-keep-quality.ts';
export type { AccuracyOptions } from './to-reach-accuracy.ts';
export type { SuccessRateOptions } from './to-have-attack-success-rate-below.ts';
export type { RobustOptions } from './to-be-robust-against.ts';
export type { RobustUpToOptions } from './to-be-robust-up-to.ts';
export type { FitOptions } from './to-fit-in.ts';
export type { RetainOptions } from './to-retain-accuracy-after.ts';
export type { RetainRobustnessOptions } from './to-retain-robustness-after.ts';

/** What `expect` returns for a value, in any version of Vitest. */
type Asserting<Value> = ReturnType<typeof expect.soft<Value>>;

/** What a method of an assertion on a value takes as `this`. Compilers print the text where the value is no model. */
type OnModel<Value> = [Value] extends [AttackedModel | TestedTexts] ? Asserting<Value> : NoModel;
type NoModel = 'expect() takes the model of a fixture, or { classifier, split }';
type OnClassifier<Value> = [Value] extends [TestedModel]
  ? Asserting<Value>
  : [Value] extends [AttackedModel | TestedTexts]
    ? 'this assertion reads the layers of a classifier, which a predictor lacks'
    : NoModel;
type UnderAttack<Value, Needs extends Access> = [Value] extends [TestedModel]
  ? Asserting<Value>
  : [Value] extends [AttackedModel | TestedTexts]
    ? 'black-box' extends Needs
      ? Asserting<Value>
      : 'this attack follows gradients, which a predictor lacks: pass a black-box attack, such as square'
    : NoModel;

/** What a method of an assertion on data takes as `this`. */
type OnData<Value> = [Value] extends [Dataset | Split] ? Asserting<Value> : 'expect() takes a data set or a split';

/** The assertions on a trained model, on any `{ classifier, split }`, and on data. All of them are asynchronous: await them. */
export interface QualityMatchers<R> {
  /** Asserts that the accuracy on the model's split is at least the threshold. */
  toReachAccuracy<V>(this: OnModel<V>, threshold: number, options?: AccuracyOptions): R;
  /** Asserts that the confidence of the model agrees with its accuracy. */
  toBeCalibrated<V>(this: OnModel<V>, within: number, options?: CalibratedOptions): R;
  /** Asserts that enough inputs are classified correctly both unperturbed and under the attack. */
  toBeRobustAgainst<V, A extends Access>(
    this: UnderAttack<V, A>,
    attack: AnyAttack<A>,
    epsilon: Epsilon,
    options?: RobustOptions,
  ): R;
  /** Asserts that robust accuracy is high enough in every ball up to epsilon. */
  toBeRobustUpTo<V, A extends Access>(
    this: UnderAttack<V, A>,
    epsilon: number,
    options: RobustUpToOptions & { readonly attack: AnyAttack<A> },
  ): R;
  /** Asserts that the attack breaks less than this share of the correctly classified inputs. */
  toHaveAttackSuccessRateBelow<V, A extends Access>(
    this: UnderAttack<V, A>,
    attack: AnyAttack<A>,
    epsilon: Epsilon,
    rate: number,
    options?: SuccessRateOptions,
  ): R;
  /** Asserts that the mean estimated distance to a misclassification is above the score. */
  toHaveCleverScoreAbove<V>(this: OnClassifier<V>, score: number, options?: CleverScoreOptions): R;
  /** Asserts that a compression (or each in a list) loses at most `within` accuracy. */
  toRetainAccuracyAfter<V>(
    this: OnClassifier<V>,
    compression: Compression | readonly Compression[],
    options?: RetainOptions,
  ): R;
  /** Asserts that a compression loses at most `within` robust accuracy. */
  toRetainRobustnessAfter<V>(
    this: OnClassifier<V>,
    compression: Compression,
    attack: AnyAttack,
    epsilon: Epsilon,
    options?: RetainRobustnessOptions,
  ): R;
  /** Asserts that the weights take at most this many bytes, optionally after a compression. */
  toFitIn<V>(this: OnClassifier<V>, bytes: number, options?: FitOptions): R;
  /** Asserts that the model answers fast enough. */
  toAnswerWithin<V>(this: OnModel<V>, ms: number, options?: AnswerOptions): R;
  /** Asserts that the quality is no worse than the committed baseline; the first run writes it. */
  toKeepQuality<V>(this: OnModel<V>, options?: KeepQualityOptions): R;
  /** Asserts that no class is much rarer than another. */
  toBeBalanced<V>(this: OnData<V>, options?: BalanceOptions): R;
  /** Asserts that equal inputs have the same label. */
  toHaveConsistentLabels<V>(this: OnData<V>, options?: ConsistentLabelsOptions): R;
  /** Asserts that all inputs are finite and lie in the range that models expect. */
  toHaveInputsInRange<V>(this: OnData<V>, options?: InputsInRangeOptions): R;
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Chai declares its types in a namespace; both Vitest 4 and Vitest 5 use it
  namespace Chai {
    interface Assertion extends QualityMatchers<Promise<void>> {}
  }
}
