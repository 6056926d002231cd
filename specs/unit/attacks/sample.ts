import type { Split } from '../../../src/datasets/contract.ts';
import { tf, tfl } from '../../../src/engine/tensors.ts';
import { classifier } from '../../../src/models/index.ts';
import type { Network } from '../../../src/models/network/contract.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';

/** A linear classifier: logits are x · weights, with weights [inputs, classes]. */
export function linearClassifier(
  weights: readonly (readonly number[])[],
  inputRange: readonly [number, number] = [0, 1],
): Network {
  const layer = tfl.layers.dense({
    units: weights[0].length,
    inputShape: [weights.length],
    kernelInitializer: 'zeros',
    useBias: false,
  });
  const model = tfl.sequential({ name: 'linear', layers: [layer] });
  tf.tidy(() => model.setWeights([tf.tensor(weights.flat(), [weights.length, weights[0].length])]));
  return classifier(model, { name: 'linear', inputRange });
}

/** Inputs that break at L-inf distances of 0.05, 0.15 and 0.25, and one that is misclassified when clean. */
export function margins(): { network: Network; split: Split } {
  const network = linearClassifier([
    [1, 0],
    [0, 1],
  ]);
  const inputs = Float32Array.of(0.55, 0.45, 0.65, 0.35, 0.75, 0.25, 0.25, 0.75);
  return { network, split: { inputs, itemShape: [2], labels: new Int32Array(4), size: 4 } };
}

/** Random images of 4 × 4, and a small network that misclassifies only every fifth. */
export async function smallProblem(size = 40, seed = 1): Promise<{ network: Network; split: Split }> {
  const random = createRandom(seed);
  const network = networkOf(multilayerPerceptron.with({ hidden: [12] })({ itemShape: [4, 4, 1], classes: 3, seed }));
  const inputs = Float32Array.from({ length: size * 16 }, () => random.uniform());
  const unlabelled = { inputs, itemShape: [4, 4, 1], labels: new Int32Array(size), size };
  const predicted = await network.predictions(unlabelled);
  return {
    network,
    split: { ...unlabelled, labels: predicted.map((label, item) => (item % 5 === 4 ? (label + 1) % 3 : label)) },
  };
}
