import { crossEntropySlope } from '../../gradients/cross-entropy-slope.ts';
import { pgd } from '../../attacks/index.ts';
import { pullBack } from '../../gradients/jacobian.ts';
import type { Split } from '../../datasets/contract.ts';
import { tf } from '../../engine/tensors.ts';
import type { Tensor, Tensor1D } from '../../engine/tensors.ts';
import type { Network } from '../../models/network/contract.ts';
import { createRandom } from '../../random/index.ts';
import { mean, median } from '../../statistics/index.ts';

/** What a few inputs show of the gradients of a model. */
export interface Probe {
  /** How many have a gradient that is 0 everywhere. */
  readonly flat: number;
  /** Of the logit of the label over the greatest other one, without an attack. */
  readonly medianLead: number;
  /**
   * How far that lead falls on average: by what the gradient at the clean inputs promises at epsilon, and with few and with
   * many steps along it. All 0 at epsilon 0.
   */
  readonly gains: { readonly promised: number; readonly few: number; readonly many: number };
  /** How many the many steps break. */
  readonly broken: number;
}

/**
 * Probes the gradients at some inputs, which are classified correctly, and what steps along them achieve.
 *
 * @param settings - ball, and numbers of steps of a quarter of its radius
 */
export async function probe(
  classifier: Network,
  split: Split,
  settings: { norm: 'linf' | 'l2'; epsilon: number; few: number; many: number },
): Promise<Probe> {
  const { norm, epsilon, few, many } = settings;
  const x = tf.tensor(split.inputs, [split.size, ...split.itemShape]);
  const y = tf.tensor1d(split.labels, 'int32');
  const leadsAfter = async (steps: number): Promise<number[]> => {
    const stepped = pgd.with({ norm, steps, stepSize: epsilon / 4, randomStart: false });
    const moved = await stepped.craft({ classifier, x, y, epsilon, random: createRandom(0) });
    const leads = await leadsOf(classifier, moved, split);
    moved.dispose();
    return leads;
  };
  try {
    const clean = await leadsOf(classifier, x, split);
    const slopes = await slopesAt(classifier, x, y, norm);
    const shared = { flat: slopes.filter((slope) => slope === 0).length, medianLead: median(clean) };
    if (epsilon === 0) return { ...shared, gains: { promised: 0, few: 0, many: 0 }, broken: 0 };
    const [afterFew, afterMany] = [await leadsAfter(few), await leadsAfter(many)];
    const gains = {
      promised: epsilon * mean(slopes),
      few: mean(clean) - mean(afterFew),
      many: mean(clean) - mean(afterMany),
    };
    return { ...shared, gains, broken: afterMany.filter((lead) => lead < 0).length };
  } finally {
    tf.dispose([x, y]);
  }
}

async function leadsOf(classifier: Network, x: Tensor, { labels }: Split): Promise<number[]> {
  const logits = tf.tidy(() => classifier.logits(x));
  const values = await logits.data();
  logits.dispose();
  return Array.from(labels, (label, item) => {
    const row = values.subarray(item * classifier.classes, (item + 1) * classifier.classes);
    return row[label] - Math.max(...row.filter((_, each) => each !== label));
  });
}

/** The size of the gradient of the log odds against the label, in the norm dual to that of the ball, [batch]. */
async function slopesAt(classifier: Network, x: Tensor, y: Tensor1D, norm: 'linf' | 'l2'): Promise<number[]> {
  const sizes = tf.tidy(() => {
    const { gradient } = pullBack(classifier, x, (logits) => ({ slope: crossEntropySlope(logits, y) }));
    const flat = tf.reshape(gradient, [y.size, -1]);
    return norm === 'linf' ? tf.sum(tf.abs(flat), 1) : tf.sqrt(tf.sum(tf.square(flat), 1));
  });
  const values = await sizes.data();
  sizes.dispose();
  return Array.from(values);
}
