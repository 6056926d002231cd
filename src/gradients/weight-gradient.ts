import { tf, type LayersModel, type Scalar, type Tensor, type Variable } from '../engine/tensors.ts';

/** Weights of layers, as `model.weights` lists them. */
export type Weights = LayersModel['weights'];

/**
 * Returns the gradient of a scalar with respect to weights, flattened and joined. Weights that are not trained have a gradient
 * too.
 *
 * @throws EngineError if an operation has no gradient
 */
export function weightGradient(value: () => Scalar, weights: Weights): Tensor {
  const variables = weights.map((weight) => weight.read() as Variable);
  const frozen = variables.filter(({ trainable }) => !trainable);
  const set = (trainable: boolean): void => frozen.forEach((variable) => Object.assign(variable, { trainable }));
  set(true);
  try {
    const { grads } = tf.variableGrads(value, variables);
    return tf.concat(variables.map(({ name }) => tf.reshape(grads[name], [-1])));
  } finally {
    set(false);
  }
}
