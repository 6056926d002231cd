import { EngineError } from '../../../errors.ts';
import { tf } from '../../tensors.ts';
import { registerLinked } from '../binding.ts';
import { findPackage, type NativeEngineName } from '../packages.ts';
import { provideRemovedUtilities } from '../removed-utilities.ts';

/**
 * Tests a compiled binding in a separate process: one step of gradient descent through a convolution, a pool and a product must
 * lower the loss.
 *
 *   node training-step.js <engine> <binding>
 *
 * Prints `{ tensorflow, gpu, before, after }`, or `{ error }`.
 */
const [, , engine, file] = process.argv;
try {
  process.stdout.write(`${JSON.stringify(await train(engine as NativeEngineName, file))}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as Error).message })}\n`);
  process.exitCode = 1;
}

async function train(name: NativeEngineName, binding: string): Promise<object> {
  const wanted = findPackage(name);
  if (!wanted) throw new EngineError(`the package of engine "${name}" is no longer installed`);
  provideRemovedUtilities();
  registerLinked(wanted, 1, binding);
  await tf.setBackend('tensorflow');

  const inputs = tf.reshape(tf.linspace(0, 1, 8 * 8 * 8), [8, 8, 8, 1]) as tf.Tensor4D;
  const targets = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 0, 1, 2, 3], 'int32'), 4);
  const filters = tf.variable(tf.reshape(tf.linspace(-0.5, 0.5, 18), [3, 3, 1, 2])) as tf.Variable<tf.Rank.R4>;
  const weights = tf.variable(tf.reshape(tf.linspace(-0.1, 0.1, 128), [32, 4]));
  const loss = (): tf.Scalar => {
    const pooled = tf.maxPool(tf.relu(tf.conv2d(inputs, filters, 1, 'same')), 2, 2, 'valid');
    return tf.losses.softmaxCrossEntropy(targets, tf.matMul(tf.reshape(pooled, [8, 32]), weights));
  };
  const { value, grads } = tf.variableGrads(loss, [filters, weights]);
  for (const variable of [filters, weights]) variable.assign(tf.sub(variable, tf.mul(grads[variable.name], 0.1)));
  const [before, after] = [value.dataSync()[0], loss().dataSync()[0]];
  if (!(after < before)) throw new EngineError(`a training step changed the loss from ${before} to ${after}`);

  const { isUsingGpuDevice: gpu, binding: used } = tf.backend() as unknown as NativeBackend;
  return { tensorflow: used.TF_Version, gpu, before, after };
}

interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}
