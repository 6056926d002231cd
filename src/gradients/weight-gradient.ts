import { withGradient } from './with-gradient.ts';
import { tf, type LayersModel, type Scalar, type Tensor, type Variable } from '../engine/tensors.ts';

/** Weights of layers, as `model.weights` lists them. */
export type Weights = LayersModel['weights'];

const what = 'The model has no gradient with respect to its weights';
const advice =
  'Expected layers with a gradient all the way from the weights to the logits.\n' +
  'Choose a function that only needs predictions, such as margin.';

/**
 * Returns the gradient of a scalar with respect to weights, flattened and joined. Weights that are not trained have a gradient
 * too.
 *
 * @throws InvalidModelError if an operation has no gradient
 */
export function weightGradient(value: () => Scalar, weights: Weights): Tensor {
  const variables = weights.map((weight) => weight.read() as Variable);
  const frozen = variables.filter(({ trainable }) => !trainable);
  const set = (trainable: boolean): void => frozen.forEach((variable) => Object.assign(variable, { trainable }));
  set(true);
  try {
    const { grads } = withGradient(what, advice, () => tf.variableGrads(value, variables));
    return tf.concat(variables.map(({ name }) => tf.reshape(grads[name], [-1])));
  } finally {
    set(false);
  }
}
