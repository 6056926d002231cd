import { fgsm } from '../../../../src/attacks/index.ts';
import { tf, type Tensor } from '../../../../src/engine/tensors.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { readWeights } from '../../../../src/models/network/weights.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { adversarialTraining, standardTraining, type Training } from '../../../../src/training/index.ts';
import { difference, examine, type Finding } from '../finding.ts';
import { cyclicLabels } from '../sample.ts';
import { freshNetwork, type Subject } from '../subject.ts';

const learningRate = 2 ** -10;

/**
 * Training: the first loss is that of stock TensorFlow.js, every sampled weight moves against its central difference, the
 * statistics of normalisations move alike, and the loss falls.
 */
export async function checkTraining({ zoo, network, split, stock }: Subject): Promise<Finding[]> {
  const labelled = { ...split, labels: cyclicLabels(network.classes) };
  const fitted = async (training: Training) => {
    const copy = freshNetwork(zoo);
    try {
      const { loss } = await training.fit(copy, labelled, { random: createRandom(1) });
      return { loss, weights: readWeights(networkOf(copy).model) };
    } finally {
      copy.dispose();
    }
  };
  return [
    await examine('one training step', async () => {
      const { loss, weights } = await fitted(standardTraining({ epochs: 1, batchSize: split.size, learningRate }));
      const broken = weights.findIndex((values) => values.some((value) => !Number.isFinite(value)));
      if (broken >= 0 || !Number.isFinite(loss[0])) return `a weight or the loss, ${loss[0]}, is not finite`;
      if (stock.loss === undefined || !Number.isFinite(stock.loss)) return undefined;
      const wrong = difference(loss, [stock.loss], 1e-4);
      return wrong === undefined ? movesWrongly({ network, stock }, weights) : `loss: ${wrong}`;
    }),
    await examine('ten training steps', async () => {
      const { loss } = await fitted(standardTraining({ epochs: 10, batchSize: split.size, learningRate }));
      const falls = stock.loss === undefined || loss[9] < loss[0] + 1e-6;
      return falls ? undefined : `the loss rises from ${loss[0]} to ${loss[9]}`;
    }),
    await examine('adversarial training', async () => {
      const training = adversarialTraining(fgsm, 0.05, { epochs: 1, batchSize: split.size });
      const { loss } = await fitted(training);
      return Number.isFinite(loss[0]) ? undefined : `the loss is ${loss[0]}`;
    }),
  ];
}

/** Says which weight does not move as it must. */
function movesWrongly(
  { network, stock }: Pick<Subject, 'network' | 'stock'>,
  after: Float32Array[],
): string | undefined {
  const before = readWeights(network.model);
  const { slopes = [], weights = [] } = stock;
  const largest = Math.max(...slopes.map(({ slope }) => Math.abs(slope)));
  for (const { weight, entry, slope, bend } of slopes) {
    if (constraintOf(network.model.weights[weight])) continue; // its move is projected
    if (Math.abs(slope) < Math.max(0.02 * largest, 2e-3, 2 * bend)) continue; // below the error of the difference
    const move = after[weight][entry] - before[weight][entry];
    if (Math.abs(move + Math.sign(slope) * learningRate) < 0.02 * learningRate) continue;
    const { originalName } = network.model.weights[weight];
    return `${originalName}[${entry}] moves by ${move} where the central difference of the loss is ${slope}`;
  }
  for (const [i, weight] of network.model.weights.entries()) {
    const constraint = constraintOf(weight);
    const obeys = (values: Float32Array) =>
      tf.tidy(() => constraint?.apply(tf.tensor(values, weight.shape as number[])).dataSync()) ?? values;
    const violated = difference(after[i], obeys(after[i]), 1e-5);
    if (violated !== undefined) return `${weight.originalName} violates its constraint: ${violated}`;
    if (network.model.trainableWeights.includes(weight)) continue;
    const wrong = difference(after[i], weights[i], 1e-4);
    if (wrong !== undefined) return `${weight.originalName}: ${wrong}`;
  }
  return undefined;
}

interface Constraint {
  apply(weight: Tensor): Tensor;
}

const constraintOf = (weight: object): Constraint | null | undefined =>
  (weight as { constraint?: Constraint | null }).constraint;
