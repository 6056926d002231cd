import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import type { Random } from '../../random/index.ts';
import type { QueriedBatch } from '../contract.ts';
import { clipToBall } from '../../norms/ball.ts';

/**
 * A random point of the ball around every input, clipped to the input range, [batch, ...itemShape]. Each input draws from its
 * own stream.
 *
 *   δ_i ~ U(-epsilon, epsilon)  in L-inf;   δ = epsilon · u · v / ‖v‖₂,  u ~ U(0, 1),  v ~ N(0, 1)^d  in L2
 *
 * In L2 the distance is uniform, as in torchattacks, not the point, as in Foolbox. Nearly all points of a ball of many
 * dimensions lie near its border. There, noise takes up all of epsilon, and an ascent breaks fewer inputs.
 */
export function ballStart(batch: QueriedBatch, norm: 'linf' | 'l2' = 'linf'): Tensor {
  return randomStart(batch, norm, (shift, stream) => {
    if (norm === 'linf') drawCube(shift, stream, batch.epsilon);
    else drawSphere(shift, stream, batch.epsilon * stream.uniform());
  });
}

/**
 * A random point on the border of the ball around every input, clipped to the input range, [batch, ...itemShape]. In L2 it is
 * uniform, in L-inf a uniform point of the cube, scaled until it touches the border. Each input draws from its own stream.
 */
export function surfaceStart(batch: QueriedBatch, norm: 'linf' | 'l2'): Tensor {
  return randomStart(batch, norm, (shift, stream) => {
    if (norm === 'l2') return drawSphere(shift, stream, batch.epsilon);
    drawCube(shift, stream, 1);
    const largest = shift.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    for (let i = 0; i < shift.length; i++) shift[i] *= batch.epsilon / largest;
  });
}

function randomStart(
  { classifier, x, epsilon, random, positions }: QueriedBatch,
  norm: 'linf' | 'l2',
  draw: (shift: Float32Array, stream: Random) => void,
): Tensor {
  const noise = new Float32Array(x.size);
  const length = x.size / x.shape[0];
  for (let item = 0; item < x.shape[0]; item++) {
    draw(noise.subarray(item * length, (item + 1) * length), random.fork(positions?.[item] ?? item));
  }
  return tf.tidy(() => clipToBall(tf.add(x, tf.tensor(noise, x.shape)), x, epsilon, norm, classifier.inputRange));
}

function drawCube(shift: Float32Array, stream: Random, half: number): void {
  for (let i = 0; i < shift.length; i++) shift[i] = (2 * stream.uniform() - 1) * half;
}

function drawSphere(shift: Float32Array, stream: Random, radius: number): void {
  for (let i = 0; i < shift.length; i++) shift[i] = stream.normal();
  const size = Math.sqrt(shift.reduce((sum, value) => sum + value * value, 0));
  for (let i = 0; i < shift.length; i++) shift[i] *= radius / size;
}
