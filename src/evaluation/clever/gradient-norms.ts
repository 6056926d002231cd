import { linearised } from '../../gradients/jacobian.ts';
import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import { NumericalError } from '../../errors.ts';
import type { Network } from '../../models/network/contract.ts';
import type { ScoredInput } from './leads.ts';
import type { BallNorm } from './uniform-in-ball.ts';

/**
 * The largest slopes of the leads of the label over other classes, at every point of a batch, in one run of the network.
 *
 *   ‖∇_x (z_label − z_opponent)‖,   in the norm dual to that of the ball: L-inf for L1, L2 for L2, L1 for L-inf
 *
 * @param x - points [batch, ...itemShape]
 * @param inputs - the input of each point, [batch]; all with the same number of leads
 * @returns for each lead, [batch]
 * @throws NumericalError if a gradient is not finite
 */
export async function gradientNorms(
  classifier: Network,
  x: Tensor,
  inputs: readonly ScoredInput[],
  norm: BallNorm,
): Promise<Float32Array[]> {
  const { classes, name } = classifier;
  const norms = tf.tidy(() =>
    linearised(classifier, x, ({ combined }) =>
      inputs[0].leads.map((_, lead) => {
        const sides = new Float32Array(inputs.length * classes); // 1 for the label, −1 for the opponent
        inputs.forEach(({ label, leads }, item) => {
          sides[item * classes + label] = 1;
          sides[item * classes + leads[lead].opponent] = -1;
        });
        return tf.tidy(() => dualNorm(tf.reshape(combined(sides), [inputs.length, -1]), norm));
      }),
    ),
  );
  try {
    return await Promise.all(norms.map(async (values) => checkFinite(name, (await values.data()) as Float32Array)));
  } finally {
    tf.dispose(norms);
  }
}

function dualNorm(slope: Tensor, norm: BallNorm): Tensor {
  switch (norm) {
    case 'l1':
      return tf.max(tf.abs(slope), 1);
    case 'l2':
      return tf.sqrt(tf.sum(tf.square(slope), 1));
    case 'linf':
      return tf.sum(tf.abs(slope), 1);
  }
}

function checkFinite(name: string, values: Float32Array): Float32Array {
  const broken = values.findIndex((value) => !Number.isFinite(value));
  if (broken === -1) return values;
  throw new NumericalError(
    `The gradient of a logit of "${name}" with respect to its input is ${values[broken]}.\n` +
      'Expected finite numbers.\nCheck the weights for NaN, and the layers for functions without a derivative at 0.',
  );
}
