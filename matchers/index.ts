import type { Attack } from '../src/attacks/contract.ts';
import type { Compression } from '../src/compression/contract.ts';
import type { AttackedInputs } from './definition/arguments.ts';
import { toBeRobustAgainst, type RobustOptions } from './to-be-robust-against.ts';
import { toBeRobustUpTo, type RobustUpToOptions } from './to-be-robust-up-to.ts';
import { toFitIn, type FitOptions } from './to-fit-in.ts';
import { toHaveAttackSuccessRateBelow } from './to-have-attack-success-rate-below.ts';
import { toHaveCleverScoreAbove, type CleverScoreOptions } from './to-have-clever-score-above.ts';
import { toReachAccuracy } from './to-reach-accuracy.ts';
import { toRetainAccuracyAfter, type RetainOptions } from './to-retain-accuracy-after.ts';
import { toRetainRobustnessAfter, type RetainRobustnessOptions } from './to-retain-robustness-after.ts';

/** All matchers by name, as `expect.extend` accepts them. Importing them registers nothing; `vitest-dnn/setup` does. */
export const matchers = {
  toReachAccuracy,
  toBeRobustAgainst,
  toBeRobustUpTo,
  toHaveAttackSuccessRateBelow,
  toHaveCleverScoreAbove,
  toRetainAccuracyAfter,
  toRetainRobustnessAfter,
  toFitIn,
};

export type { AttackedInputs } from './definition/arguments.ts';
export type { TestedModel } from './definition/subject.ts';
export type { CleverScoreOptions } from './to-have-clever-score-above.ts';
export type { RobustOptions } from './to-be-robust-against.ts';
export type { RobustUpToOptions } from './to-be-robust-up-to.ts';
export type { FitOptions } from './to-fit-in.ts';
export type { RetainOptions } from './to-retain-accuracy-after.ts';
export type { RetainRobustnessOptions } from './to-retain-robustness-after.ts';

/** The assertions on a trained model, or on any `{ classifier, split }`. All of them are asynchronous: await them. */
export interface QualityMatchers<R> {
  /** Asserts the accuracy on the model's split. */
  toReachAccuracy(threshold: number): R;
  /** Asserts the share of inputs that the model classifies correctly with and without the attack. */
  toBeRobustAgainst(attack: Attack, epsilon: number, options?: RobustOptions): R;
  /** Asserts robust accuracy in every ball up to epsilon. */
  toBeRobustUpTo(epsilon: number, options: RobustUpToOptions): R;
  /** Asserts the share of the correctly classified inputs that the attack breaks. */
  toHaveAttackSuccessRateBelow(attack: Attack, epsilon: number, rate: number, options?: AttackedInputs): R;
  /** Asserts the estimated distance to a misclassification, on average over the correctly classified inputs. */
  toHaveCleverScoreAbove(score: number, options?: CleverScoreOptions): R;
  /** Asserts the largest loss of accuracy by a compression, or by each of a list. */
  toRetainAccuracyAfter(compression: Compression | readonly Compression[], options?: RetainOptions): R;
  /** Asserts the largest loss of robust accuracy by a compression. */
  toRetainRobustnessAfter(
    compression: Compression,
    attack: Attack,
    epsilon: number,
    options?: RetainRobustnessOptions,
  ): R;
  /** Asserts the size of the weights in bytes, optionally after a compression. */
  toFitIn(bytes: number, options?: FitOptions): R;
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Chai declares its types in a namespace; both Vitest 4 and Vitest 5 use it
  namespace Chai {
    interface Assertion extends QualityMatchers<Promise<void>> {}
  }
}
