import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import type { QueriedBatch } from './contract.ts';
import { clipToBall } from './ball.ts';

/**
 * A uniformly random point of the ball around every input, clipped to the input range. Each input draws from a stream of
 * its own.
 *
 *   δ_i ~ U(-epsilon, epsilon)  in L-inf;   δ = epsilon · u^(1/d) · v / ‖v‖₂,  u ~ U(0, 1),  v ~ N(0, 1)^d  in L2
 */
export function uniformStart(
  { classifier, x, epsilon, random, positions }: QueriedBatch,
  norm: 'linf' | 'l2' = 'linf',
): Tensor {
  const noise = new Float32Array(x.size);
  const length = x.size / x.shape[0];
  for (let item = 0; item < x.shape[0]; item++) {
    const stream = random.fork(positions?.[item] ?? item);
    const shift = noise.subarray(item * length, (item + 1) * length);
    if (norm === 'linf') for (let i = 0; i < length; i++) shift[i] = (2 * stream.uniform() - 1) * epsilon;
    else {
      const radius = epsilon * stream.uniform() ** (1 / length);
      for (let i = 0; i < length; i++) shift[i] = stream.normal();
      const size = Math.sqrt(shift.reduce((sum, value) => sum + value * value, 0));
      for (let i = 0; i < length; i++) shift[i] *= radius / size;
    }
  }
  return tf.tidy(() => clipToBall(tf.add(x, tf.tensor(noise, x.shape)), x, epsilon, norm, classifier.inputRange));
}
