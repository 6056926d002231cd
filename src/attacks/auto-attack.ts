import { integerFrom, oneOf } from '../options.ts';
import { apgd } from './apgd.ts';
import { defineAttack } from './define.ts';
import { defineEnsemble } from './ensemble.ts';
import { fabTowards } from './fab.ts';
import { square } from './square.ts';

export interface AutoAttackOptions {
  /** The norm of the ball. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /** Steps per gradient attack and target. @defaultValue 100 */
  readonly steps: number;
  /** Number of classes that the targeted attacks aim at, most likely first; at most C - 1 for C classes. @defaultValue 9 */
  readonly targets: number;
  /** Maximum number of queries per input, for the black-box attack. @defaultValue 5000 */
  readonly queries: number;
}

/** The fast adaptive boundary attack, aimed at one class per attempt; an attempt skips inputs that are already broken. */
const fabT = defineAttack<Omit<AutoAttackOptions, 'queries'>>({
  name: 'fab-t',
  norm: ({ norm }) => norm,
  access: 'white-box',
  minimal: true,
  defaults: { norm: 'linf', steps: 100, targets: 9 },
  restarts: ({ targets }, classes) => Math.min(targets, classes - 1),
  perturb: (batch, { norm, steps }) => fabTowards(batch, (batch.restart ?? 0) + 1, { norm, steps }),
});

/**
 * AutoAttack, the standard version: four attacks in sequence that need no tuning. Each attacks the clean inputs that the
 * previous attacks did not break.
 *
 *   apgd-ce   Auto-PGD on the cross-entropy
 *   apgd-t    Auto-PGD on the targeted difference of logits ratio, one class after the other
 *   fab-t     fast adaptive boundary attack, one class after the other
 *   square    Square Attack
 *
 * `brokenBy` in the result names the attack that broke each input. The targeted ratio compares four logits. With three
 * classes, `apgd-dlr` with the untargeted ratio replaces `apgd-t`; with two classes, `apgd-t` is omitted.
 *
 * @see Croce and Hein 2020, arXiv:2003.01690, section 5
 */
export const autoAttack = defineEnsemble<AutoAttackOptions>({
  name: 'autoAttack',
  norm: ({ norm }) => norm,
  defaults: { norm: 'linf', steps: 100, targets: 9, queries: 5000 },
  limits: {
    norm: oneOf('linf', 'l2'),
    steps: integerFrom(1),
    targets: integerFrom(1),
    queries: integerFrom(1),
  },
  members: ({ norm, steps, targets, queries }, classes) => ({
    'apgd-ce': apgd.with({ norm, steps }),
    ...(classes === 3 && { 'apgd-dlr': apgd.with({ norm, steps, loss: 'dlr' }) }),
    ...(classes > 3 && { 'apgd-t': apgd.with({ norm, steps, loss: 'targeted-dlr', targets }) }),
    'fab-t': fabT.with({ norm, steps, targets }),
    square: square.with({ norm, queries, rescale: false }),
  }),
});
