import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import type { AttackedBatch } from './contract.ts';
import { clipToBall } from './ball.ts';

/**
 * A uniformly random point of the L-inf ball around every input, clipped to the input range. Each input draws from a
 * stream of its own.
 */
export function uniformStart({ classifier, x, epsilon, random, positions }: AttackedBatch): Tensor {
  const noise = new Float32Array(x.size);
  const length = x.size / x.shape[0];
  for (let item = 0; item < x.shape[0]; item++) {
    const stream = random.fork(positions?.[item] ?? item);
    for (let i = item * length; i < (item + 1) * length; i++) noise[i] = (2 * stream.uniform() - 1) * epsilon;
  }
  return tf.tidy(() => clipToBall(tf.add(x, tf.tensor(noise, x.shape)), x, epsilon, 'linf', classifier.inputRange));
}
