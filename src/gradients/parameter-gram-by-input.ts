import { tf, type Scalar, type Tensor, type Variable } from '../engine/tensors.ts';
import { differencesFromTop } from './class-differences.ts';
import type { Network } from '../models/network/contract.ts';
import type { Gram } from './parameter-gram.ts';

/**
 * As `parameterGram`, for networks of any layers: with a run of the network for each class of each input.
 *
 * @throws EngineError if an operation has no gradient
 */
export function parameterGramByInput({ model, classes, logits }: Network): (x: Tensor) => Gram {
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const gradientOf = (item: Tensor, coefficients: Float32Array): Tensor => {
    const difference = (): Scalar => tf.sum(tf.mul(logits(item), tf.tensor2d(coefficients, [1, classes])));
    const { grads } = tf.variableGrads(difference, variables);
    return tf.concat(variables.map(({ name }) => tf.reshape(grads[name], [-1])));
  };
  return (x) =>
    tf.tidy(() => {
      const grams = tf.split(x, x.shape[0]).map((item) =>
        tf.tidy(() => {
          const differences = differencesFromTop(logits(item).dataSync(), classes);
          const gradients = tf.stack(differences.map((coefficients) => gradientOf(item, coefficients)));
          return tf.matMul(gradients, gradients, false, true); // [classes - 1, classes - 1]
        }),
      );
      return { logits: logits(x), gram: tf.stack(grams) };
    });
}
