import { crossEntropySlope } from '../../gradients/cross-entropy-slope.ts';
import { pgd } from '../../attacks/index.ts';
import { pullBack } from '../../gradients/jacobian.ts';
import type { Split } from '../../datasets/contract.ts';
import { tf } from '../../engine/tensors.ts';
import type { Tensor, Tensor1D } from '../../engine/tensors.ts';
import type { Network } from '../../models/network/contract.ts';
import { createRandom } from '../../random/index.ts';
import { mean, median } from '../../statistics/index.ts';

/** Properties of the gradients of a model at a few inputs. */
export interface Probe {
  /** Number of inputs with a gradient of 0. */
  readonly flat: number;
  /** Median lead of the label's logit over the largest other one, at the clean inputs. */
  readonly medianLead: number;
  /**
   * Mean fall of that lead: as the gradient at the clean inputs predicts for epsilon, and after few and many steps along the
   * gradient. All are 0 at epsilon 0.
   */
  readonly gains: { readonly promised: number; readonly few: number; readonly many: number };
  /** Number of inputs that the many steps break. */
  readonly broken: number;
}

/**
 * Measures the gradients at some correctly classified inputs, and the effect of steps along them.
 *
 * @param settings - the ball, and the numbers of steps; a step is a quarter of its radius
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
    return row[label] - Math.max(...row.filter((_, other) => other !== label));
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
