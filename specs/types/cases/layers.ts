// Compiled, never run: a custom architecture and a custom attack, with the layers API of the package.
import { classifier, defineAttack, leNet5, type Architecture, type Classifier } from 'vitest-dnn';
import {
  constraints,
  initializers,
  input,
  layers,
  model,
  networkOf,
  regularizers,
  sequential,
  tf,
  type Layer,
  type LayersModel,
  type Network,
  type SymbolicTensor,
  type Tensor,
} from 'vitest-dnn/layers';

const kernelInitializer = initializers.heUniform({ seed: 1 });

/** A linear network. */
export const linear: Architecture = ({ itemShape, classes }): Classifier => {
  const dense: Layer = layers.dense({
    units: classes,
    kernelInitializer,
    kernelRegularizer: regularizers.l2({ l2: 0.001 }),
    kernelConstraint: constraints.maxNorm({ maxValue: 3 }),
  });
  return classifier(sequential({ layers: [layers.flatten({ inputShape: [...itemShape] }), dense] }), {
    name: 'linear',
  });
};

/** Two branches that join. */
export function branched(): Network {
  const x: SymbolicTensor = input({ shape: [4] });
  const branch = (): SymbolicTensor => layers.dense({ units: 3, kernelInitializer }).apply(x) as SymbolicTensor;
  const sum = layers.add().apply([branch(), branch()]) as SymbolicTensor;
  const built: LayersModel = model({ inputs: x, outputs: sum });
  return classifier(built);
}

/** A step along the sign of the gradient of the largest logit. */
export const downhill = defineAttack({
  name: 'downhill',
  norm: 'linf',
  access: 'white-box',
  defaults: { size: 0.1 },
  perturb: ({ classifier: network, x }, { size }): Tensor =>
    tf.tidy(() => tf.sub(x, tf.mul(size, tf.sign(tf.grad((at) => tf.sum(tf.max(network.logits(at), 1)))(x))))),
});

const seen: Classifier = leNet5({ itemShape: [28, 28, 1], classes: 10, seed: 1 });
export const weights: number = networkOf(seen).model.countParams();
export const logits: Tensor = networkOf({ ...seen, inputRange: [-3, 3] }).logits(tf.zeros([1, 28, 28, 1]));

// @ts-expect-error -- only a network has layers
void seen.model;
// @ts-expect-error -- only a network has logits
void seen.logits;
// @ts-expect-error -- a predictor is not a network
networkOf({ predict: seen.predict });
