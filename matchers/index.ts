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

/** Every matcher by name, as `expect.extend` takes them. Importing this registers nothing; `vitest-dnn/setup` does. */
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

/** The assertions on a trained model, or on any `{ classifier, split }`. All are asynchronous: await them. */
export interface QualityMatchers<R> {
  /** Accuracy on the split of the model. */
  toReachAccuracy(threshold: number): R;
  /** Share of inputs that are classified correctly and still are under the attack. */
  toBeRobustAgainst(attack: Attack, epsilon: number, options?: RobustOptions): R;
  /** The same in every ball up to epsilon. */
  toBeRobustUpTo(epsilon: number, options: RobustUpToOptions): R;
  /** Share of the correctly classified inputs that the attack gets misclassified. */
  toHaveAttackSuccessRateBelow(attack: Attack, epsilon: number, rate: number, options?: AttackedInputs): R;
  /** Estimated distance from being misclassified, on average over the correctly classified inputs. */
  toHaveCleverScoreAbove(score: number, options?: CleverScoreOptions): R;
  /** Accuracy that a compression may cost, or each of a list. */
  toRetainAccuracyAfter(compression: Compression | readonly Compression[], options?: RetainOptions): R;
  /** Robust accuracy that a compression may cost. */
  toRetainRobustnessAfter(
    compression: Compression,
    attack: Attack,
    epsilon: number,
    options?: RetainRobustnessOptions,
  ): R;
  /** Bytes of the weights, after a compression. */
  toFitIn(bytes: number, options?: FitOptions): R;
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the types of Chai are a namespace; it serves Vitest 4 and 5
  namespace Chai {
    interface Assertion extends QualityMatchers<Promise<void>> {}
  }
}
