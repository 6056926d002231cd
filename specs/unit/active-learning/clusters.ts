import type { ActiveLearningOptions, Stage } from '../../../src/active-learning/contract.ts';
import { runActiveLearning } from '../../../src/active-learning/index.ts';
import { weightsHash } from '../../../src/active-learning/network-hashes.ts';
import { maxEntropy } from '../../../src/acquisition/index.ts';
import type { Dataset, Split } from '../../../src/datasets/contract.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { standardTraining } from '../../../src/training/index.ts';

/** Returns three overlapping clusters in the unit square: learnt in milliseconds, but never perfectly. */
export function clusters({ train = 120, test = 60, seed = 1 } = {}): Dataset {
  const classNames = ['low', 'right', 'high'];
  const centres = [
    [0.3, 0.3],
    [0.7, 0.4],
    [0.45, 0.7],
  ];
  const random = createRandom(seed);
  const split = (size: number): Split => {
    const labels = Int32Array.from({ length: size }, () => random.integer(3));
    const inputs = Float32Array.from({ length: 2 * size }, (_, i) => {
      return Math.min(1, Math.max(0, centres[labels[i >> 1]][i % 2] + 0.12 * random.normal()));
    });
    return { inputs, labels, size, itemShape: [2] };
  };
  return { name: 'clusters', classNames, kind: 'image', train: split(train), test: split(test) };
}

export const dataset = clusters();

/** A run of three stages that takes a fraction of a second and uses no cache. */
export const small = {
  dataset,
  architecture: multilayerPerceptron.with({ hidden: [8] }),
  acquisition: maxEntropy,
  initial: 12,
  query: 6,
  stages: 2,
  training: standardTraining({ epochs: 3, batchSize: 8, learningRate: 0.02 }),
  seed: 3,
  cache: false,
} satisfies ActiveLearningOptions;

/** The values that must be equal in two equal runs: everything except the time. */
export type Trace = ReturnType<typeof traceOf>;

export function traceOf({ stage, labelled, accuracy, robustness, selected, bias, classifier }: Stage) {
  return {
    stage,
    labelled,
    accuracy,
    robustness,
    selected: Array.from(selected),
    bias,
    weights: weightsHash(classifier),
  };
}

/** Runs to the end or to a stage, frees the models and returns the stages. */
export async function trace(options: ActiveLearningOptions, last = Number.POSITIVE_INFINITY): Promise<Trace[]> {
  const traces: Trace[] = [];
  for await (const stage of runActiveLearning(options)) {
    traces.push(traceOf(stage));
    stage.classifier.dispose();
    if (stage.stage === last) break;
  }
  return traces;
}
