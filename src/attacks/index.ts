import { apgd } from './apgd.ts';
import { autoAttack } from './auto-attack.ts';
import { bim } from './bim.ts';
import { carliniWagner } from './carlini-wagner.ts';
import { deepFool } from './deep-fool.ts';
import { fab } from './fab.ts';
import { fgsm } from './fgsm.ts';
import { hopSkipJump } from './hop-skip-jump.ts';
import { jsma } from './jsma.ts';
import { momentum } from './momentum.ts';
import { madry2018, pgd } from './pgd.ts';
import { square } from './square.ts';

export type * from './contract.ts';
export type { Norm } from '../norms/norm.ts';
export type { ApgdOptions } from './apgd.ts';
export type { AutoAttackOptions } from './auto-attack.ts';
export type { BimOptions } from './bim.ts';
export type { CarliniWagnerOptions } from './carlini-wagner.ts';
export type { DeepFoolOptions } from './deep-fool.ts';
export type { FabOptions } from './fab.ts';
export type { FgsmOptions } from './fgsm.ts';
export type { HopSkipJumpOptions } from './hop-skip-jump.ts';
export type { JsmaOptions } from './jsma.ts';
export type { MomentumOptions } from './momentum.ts';
export type { PgdOptions } from './pgd.ts';
export type { SquareOptions } from './square.ts';
export type { Target } from './frame/target.ts';
export { largestEpsilon } from '../norms/epsilon.ts';
export { defineAttack, type AttackDefinition } from './define.ts';
export { deepWordBug, defineTextAttack, pwws, textAttacks } from './words/index.ts';
export type {
  ConfigurableTextAttack,
  DeepWordBugOptions,
  PwwsOptions,
  SynonymTable,
  TextAttackDefinition,
  TextAttackOptions,
} from './words/index.ts';
export {
  apgd,
  autoAttack,
  bim,
  carliniWagner,
  deepFool,
  fab,
  fgsm,
  hopSkipJump,
  jsma,
  madry2018,
  momentum,
  pgd,
  square,
};

/** Every attack by name, with its default options. */
export const attacks = {
  ...{ fgsm, bim, momentum, pgd, apgd },
  ...{ deepFool, carliniWagner, fab, jsma },
  ...{ square, hopSkipJump, autoAttack },
} as const;
