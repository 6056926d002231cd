import { warningsOf } from '../../attack-answers.ts';
import { pgd } from '../../attacks/index.ts';
import type { Attack, AttackResult } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { subset } from '../../splits/index.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import type { Network } from '../../models/network/contract.ts';
import { isNetwork } from '../../models/network/is-network.ts';
import { largestWidth } from '../../norms/range.ts';
import { createRandom } from '../../random/index.ts';
import { probe, type Probe } from './probe.ts';

/** A finished attack. */
export interface EndedAttack {
  readonly model: Classifier | Predictor;
  /** The inputs that were attacked. */
  readonly sample: Split;
  readonly attack: Attack;
  readonly epsilon: number;
  readonly result: AttackResult;
  readonly seed: number;
}

/** Number of inputs to check; each takes about 45 gradients. */
const sampleSize = 32;
/** The share of inputs that may fail a check without a warning. */
const tolerated = 0.05;
/** A median lead in logits that training does not normally reach; in float32 the softmax is 1 from a lead of 17. */
const unnaturalLead = 50;
const steps = 20;

/**
 * Checks, on up to 32 inputs that an attack failed on, whether the attack was too weak. Attacks also fail if gradients are
 * useless, although adversarial inputs exist. A robust model shows none of these signs:
 *
 *   – the gradient is zero, or the logits are so far apart that the softmax saturates
 *   – the loss does not grow with more steps along the gradient, or by less than a twentieth of the predicted increase
 *   – inputs survive an unbounded perturbation (L-inf, epsilon the whole input range; not if the range is open)
 *   – a black-box attack breaks inputs that the gradient does not
 *   – 20 steps of PGD, each a quarter of epsilon long, break inputs that the attack failed on
 *
 * Each sign means that the true robust accuracy is lower than the measured one. For a black-box attack only the last two are
 * checked, for a model without gradients none. The attack's own warnings follow, unless the last sign already proves them.
 *
 * @returns one sentence per sign, without its full stop; empty if there is none
 * @see Athalye et al. 2018, arXiv:1802.00420, section 3.1; Carlini et al. 2019, arXiv:1902.06705, section 4
 */
export async function signsOfMaskedGradients(ended: EndedAttack): Promise<readonly string[]> {
  const { model, attack, epsilon } = ended;
  if (!isNetwork(model) || epsilon === 0) return ownWarnings(ended);
  try {
    return await signsIn(ended, model);
  } catch (error) {
    if (attack.access === 'black-box' && error instanceof InvalidModelError) return ownWarnings(ended); // the model has no gradient
    throw error;
  }
}

async function signsIn(ended: EndedAttack, model: Network): Promise<string[]> {
  const { attack, epsilon, result, seed } = ended;
  const standing = someOf(ended, (item) => result.correct[item] === 1 && result.broken[item] === 0);
  const signs = await signsOfBlackBox(ended, model);
  if (!standing) return [...signs, ...ownWarnings(ended)];

  const n = standing.size;
  const norm = attack.norm === 'l2' ? 'l2' : 'linf';
  const radius = attack.norm === norm ? epsilon : 0; // in another norm, steps cannot be compared with the attack
  const probed = await probe(model, standing, { norm, epsilon: radius, few: steps / 5, many: steps });
  if (attack.access === 'white-box') {
    signs.push(...signsOfSlope(probed, n));
    const width = largestWidth(model.inputRange);
    const survivors = width < Infinity ? await survivorsOf(model, standing, width, seed) : 0;
    if (survivors > Math.max(1, tolerated * n)) {
      signs.push(`${survivors} of ${n} inputs survive even an unbounded perturbation`);
    }
  }
  if (probed.broken > Math.max(2, 2 * tolerated * n)) {
    signs.push(
      `${steps} gradient steps of a quarter of epsilon break ${probed.broken} of ${n} inputs that ${attack.name} failed on`,
    );
  } else signs.push(...ownWarnings(ended));
  return signs;
}

/** Number of inputs that survive steps in the whole input range. */
async function survivorsOf(model: Network, standing: Split, width: number, seed: number): Promise<number> {
  const unbounded = pgd.with({ steps, stepSize: width / 8, randomStart: false });
  return standing.size - count((await unbounded.run(model, standing, { epsilon: width, seed })).broken);
}

/** The warnings of the attack itself. */
export function ownWarnings({ attack, epsilon }: Pick<EndedAttack, 'attack' | 'epsilon'>): readonly string[] {
  return warningsOf(attack, epsilon);
}

/** Signs that the gradient is 0, or that steps along the gradient have less effect than it predicts. */
function signsOfSlope({ flat, medianLead, gains: { promised, few, many } }: Probe, n: number): string[] {
  const signs: string[] = [];
  if (flat > tolerated * n) signs.push(`the gradient of the loss is 0 at ${flat} of ${n} unbroken inputs`);
  if (medianLead > unnaturalLead) {
    signs.push(`the logit of the label leads by ${Math.round(medianLead)} (median), so the softmax saturates`);
  }
  if (many < 0.98 * few || many < 0.05 * promised) {
    signs.push(
      `gradient steps have too little effect: the lead falls by ${show(few)} after ${steps / 5} steps and by ${show(many)} after ${steps}, but the gradient predicts ${show(promised)}`,
    );
  }
  return signs;
}

/** Signs that predictions break inputs that gradients do not: in an ensemble, or, on a sample, in a black-box attack. */
async function signsOfBlackBox(ended: EndedAttack, model: Network): Promise<string[]> {
  const { attack, epsilon, result, seed } = ended;
  const byQueries = result.brokenWith?.filter((access) => access === 'black-box').length ?? 0;
  if (attack.access === 'white-box' && byQueries > Math.max(1, 0.01 * count(result.correct))) {
    return [`a black-box attack broke ${byQueries} inputs that gradient steps had failed on`];
  }
  const broken = attack.access === 'black-box' && someOf(ended, (item) => result.broken[item] === 1);
  if (!broken || (attack.norm !== 'linf' && attack.norm !== 'l2')) return [];
  const along = pgd.with({ norm: attack.norm, steps, stepSize: epsilon / 4, randomStart: false });
  const survivors = broken.size - count((await along.run(model, broken, { epsilon, seed })).broken);
  return survivors > Math.max(1, tolerated * broken.size)
    ? [`${attack.name} breaks ${survivors} of ${broken.size} inputs that ${steps} gradient steps fail on`]
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
