import type { Tensor } from '../engine/tensors.ts';
import { tidyNumbers } from '../engine/operations/tidy-numbers.ts';
import { InvalidModelError } from '../errors.ts';
import { integerFrom, oneOf, share } from '../options.ts';
import { ascendAdaptively, type AdaptiveAscent } from './adaptive-ascent/apgd-ascent.ts';
import type { AttackedBatch, QueriedModel } from './contract.ts';
import { defineAttack } from './define.ts';
import { crossEntropyObjective, dlrObjective, targetedDlrObjective } from './adaptive-ascent/objectives.ts';
import { surfaceStart } from './ascent/random-start.ts';
import { rankedClasses } from './frame/target.ts';

export interface ApgdOptions {
  /** Gradient steps per attempt. @defaultValue 100 */
  readonly steps: number;
  /** The loss to maximise: cross-entropy, or the difference of logits ratio, which does not saturate. @defaultValue 'ce' */
  readonly loss: 'ce' | 'dlr' | 'targeted-dlr';
  /** Number of classes that the targeted loss aims at, one after the other, most likely first. @defaultValue 9 */
  readonly targets: number;
  /** Attempts per target. Each has another random start, and attacks only inputs that are not yet broken. @defaultValue 1 */
  readonly restarts: number;
  /** The step size is halved if less than this share of the steps increases the loss. @defaultValue 0.75 */
  readonly rho: number;
  /** The norm of the ball. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
}

/**
 * Auto-PGD: gradient ascent with momentum that adapts its own step size. It starts from a random point on the border of
 * the ball, and halves the step size when the loss stops growing.
 *
 * The targeted loss aims at the classes that the model finds most likely for the clean input, at most C - 1 for C classes.
 *
 * Deviation: the authors' code always counts the first step as an increase. Here, the first step is compared with the start.
 * @throws InvalidModelError if the model has fewer classes than the loss compares: 3 for 'dlr', 4 for 'targeted-dlr'
 * @see Croce and Hein 2020, arXiv:2003.01690, algorithm 1 and section 4
 */
export const apgd = defineAttack<ApgdOptions>({
  name: 'apgd',
  norm: ({ norm }) => norm,
  access: 'white-box',
  defaults: { steps: 100, loss: 'ce', targets: 9, restarts: 1, rho: 0.75, norm: 'linf' },
  limits: {
    steps: integerFrom(1),
    loss: oneOf('ce', 'dlr', 'targeted-dlr'),
    targets: integerFrom(1),
    restarts: integerFrom(1, 10_000),
    rho: share,
    norm: oneOf('linf', 'l2'),
  },
  validateModel: checkClasses,
  restarts: (options, classes) => options.restarts * targetsIn(options, classes),
  perturb: (batch, options) => {
    const start = (): Tensor => surfaceStart(batch, options.norm);
    return ascendAdaptively(batch, { ...options, start, objective: objectiveOf(batch, options) });
  },
});

function targetsIn({ loss, targets }: ApgdOptions, classes: number): number {
  return loss === 'targeted-dlr' ? Math.min(targets, classes - 1) : 1;
}

function objectiveOf(batch: AttackedBatch, options: ApgdOptions): AdaptiveAscent['objective'] {
  if (options.loss !== 'targeted-dlr') return { ce: crossEntropyObjective, dlr: dlrObjective }[options.loss];
  const goals = goalsOf(batch, options);
  return (label, input) => targetedDlrObjective(label, goals[input]);
}

/** The target class of each input in this attempt. */
function goalsOf({ classifier, x, y, restart = 0 }: AttackedBatch, options: ApgdOptions): ArrayLike<number> {
  const rank = Math.floor(restart / options.restarts) % targetsIn(options, classifier.classes);
  return tidyNumbers(() => rankedClasses(classifier.logits(x), y, rank).dataSync());
}

function checkClasses({ name, classes }: QueriedModel, { loss }: ApgdOptions): void {
  const least = { ce: 2, dlr: 3, 'targeted-dlr': 4 }[loss];
  if (classes >= least) return;
  throw new InvalidModelError(
    `apgd: the loss is '${loss}', and "${name}" has ${classes} classes.\n` +
      `Expected at least ${least} classes, because this loss compares ${least} logits.\nPass { loss: 'ce' }${classes === 3 ? " or { loss: 'dlr' }" : ''}.`,
  );
}
