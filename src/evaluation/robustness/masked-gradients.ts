import { pgd } from '../../attacks/index.ts';
import type { Attack, AttackResult } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { subset } from '../../splits/index.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import type { Network } from '../../models/network/contract.ts';
import { isNetwork } from '../../models/network/network-of.ts';
import { createRandom } from '../../random/index.ts';
import { probe, type Probe } from './probe.ts';

/** An attack that is over. */
export interface EndedAttack {
  readonly model: Classifier | Predictor;
  /** What was attacked. */
  readonly sample: Split;
  readonly attack: Attack;
  readonly epsilon: number;
  readonly result: AttackResult;
  readonly seed: number;
}

/** How many inputs are looked at; the cost is that of some 45 gradients of each. */
const sampleSize = 32;
/** What may go wrong without being a sign. */
const tolerated = 0.05;
/** A median lead in logits that no training reaches by itself; the softmax is 1 in float32 from 17 on. */
const unnaturalLead = 50;
const steps = 20;

/**
 * Looks for signs that an attack failed for want of gradients, not for want of adversarial inputs, on up to 32 inputs that
 * still stand. A robust model shows none of them:
 *
 *   – its gradient is zero, or its logits are so far apart that the softmax hides them
 *   – the loss does not grow with more steps along the gradient, or by less than a twentieth of what the gradient promises
 *   – inputs stand that may be replaced altogether (L-inf, epsilon the whole input range)
 *   – predictions alone break what the gradient does not
 *   – 20 steps of PGD, each a quarter of epsilon long, break what the attack left standing: then it is too weak
 *
 * Robust accuracy is then less than what the attack measured. Of a black-box attack, only the last two are looked
 * for; of a model that has no gradients, none.
 *
 * @returns sentences for the reader, none where nothing was found
 * @see Athalye et al. 2018, arXiv:1802.00420, section 3.1; Carlini et al. 2019, arXiv:1902.06705, section 4
 */
export async function signsOfMaskedGradients(ended: EndedAttack): Promise<string[]> {
  const { model, attack, epsilon } = ended;
  if (!isNetwork(model) || epsilon === 0) return [];
  try {
    return await signsIn(ended, model);
  } catch (error) {
    if (attack.access === 'black-box' && error instanceof InvalidModelError) return []; // the model has no gradient
    throw error;
  }
}

async function signsIn(ended: EndedAttack, model: Network): Promise<string[]> {
  const { attack, epsilon, result, seed } = ended;
  const standing = someOf(ended, (item) => result.correct[item] === 1 && result.broken[item] === 0);
  const signs = await signsOfBlackBox(ended, model);
  if (!standing) return signs;

  const n = standing.size;
  const norm = attack.norm === 'l2' ? 'l2' : 'linf';
  const radius = attack.norm === norm ? epsilon : 0; // in another norm steps cannot be compared with the attack
  const probed = await probe(model, standing, { norm, epsilon: radius, few: steps / 5, many: steps });
  if (attack.access === 'white-box') {
    signs.push(...signsOfSlope(probed, n));
    const range = model.inputRange[1] - model.inputRange[0];
    const unbounded = pgd.with({ steps, stepSize: range / 8, randomStart: false });
    const left = n - count((await unbounded.run(model, standing, { epsilon: range, seed })).broken);
    if (left > Math.max(1, tolerated * n)) {
      signs.push(`${left} of ${n} inputs stand even where every value may become any other`);
    }
  }
  if (probed.broken > Math.max(2, 2 * tolerated * n)) {
    signs.push(
      `${steps} steps of a quarter of epsilon break ${probed.broken} of ${n} inputs that ${attack.name} leaves standing`,
    );
  }
  return signs;
}

/** Whether the gradient is there, and leads somewhere. */
function signsOfSlope({ flat, medianLead, gains: { promised, few, many } }: Probe, n: number): string[] {
  const signs: string[] = [];
  if (flat > tolerated * n) signs.push(`the gradient of the loss is 0 at ${flat} of ${n} inputs that stand`);
  if (medianLead > unnaturalLead) {
    signs.push(`the logits are ${Math.round(medianLead)} apart (median), so that the softmax hides them`);
  }
  if (many < 0.98 * few || many < 0.05 * promised) {
    signs.push(
      `steps along the gradient lead nowhere: the lead falls by ${show(few)} with ${steps / 5}, by ${show(many)} with ${steps}, where the gradient promises ${show(promised)}`,
    );
  }
  return signs;
}

/** Whether predictions broke what gradients did not: inside an attack made of several, or, on a sample, of a black-box one. */
async function signsOfBlackBox(ended: EndedAttack, model: Network): Promise<string[]> {
  const { attack, epsilon, result, seed } = ended;
  const byQueries = result.brokenWith?.filter((access) => access === 'black-box').length ?? 0;
  if (attack.access === 'white-box' && byQueries > Math.max(1, 0.01 * count(result.correct))) {
    return [`predictions alone broke ${byQueries} inputs that steps along the gradient had left standing`];
  }
  const broken = attack.access === 'black-box' && someOf(ended, (item) => result.broken[item] === 1);
  if (!broken || (attack.norm !== 'linf' && attack.norm !== 'l2')) return [];
  const along = pgd.with({ norm: attack.norm, steps, stepSize: epsilon / 4, randomStart: false });
  const left = broken.size - count((await along.run(model, broken, { epsilon, seed })).broken);
  return left > Math.max(1, tolerated * broken.size)
    ? [`${attack.name} breaks ${left} of ${broken.size} inputs that ${steps} steps along the gradient leave standing`]
    : [];
}

/** A seeded sample of the inputs that meet a condition. */
function someOf({ sample, seed }: EndedAttack, condition: (item: number) => boolean): Split | undefined {
  const items = Array.from({ length: sample.size }, (_, item) => item).filter(condition);
  const chosen = createRandom(seed).fork('signsOfMaskedGradients').shuffle(items).slice(0, sampleSize);
  return chosen.length > 0
    ? subset(
        sample,
        chosen.sort((a, b) => a - b),
      )
    : undefined;
}

const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
const show = (value: number): string => String(Number(value.toPrecision(3)));
