import { headlines, type TextDataset } from '../../../../src/datasets/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { classifier } from '../../../../src/models/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { standardTraining } from '../../../../src/training/index.ts';

/** A trained classifier of headlines with its data. */
interface HeadlinesModel {
  readonly classifier: Network;
  readonly dataset: TextDataset;
}

let made: Promise<HeadlinesModel> | undefined;

/** Trains a small network on headlines once per process: the mean of the embeddings of the words, and a dense layer. */
export const headlinesModel = (): Promise<HeadlinesModel> => (made ??= train());

async function train(): Promise<HeadlinesModel> {
  await startEngine();
  const dataset = headlines({ train: 800, test: 60 });
  const { vocabularySize: inputDim, length } = dataset.encoder;
  const seeded = (seed: number) => tfl.initializers.randomUniform({ minval: -0.2, maxval: 0.2, seed });
  const model = tfl.sequential({
    name: 'mean-of-words',
    layers: [
      tfl.layers.embedding({ inputDim, outputDim: 8, inputLength: length, embeddingsInitializer: seeded(1) }),
      tfl.layers.globalAveragePooling1d({}),
      tfl.layers.dense({ units: 4, kernelInitializer: seeded(2) }),
    ],
  });
  const network = classifier(model, { encoder: dataset.encoder });
  const training = standardTraining({ epochs: 20, batchSize: 32, learningRate: 0.02 });
  await training.fit(network, dataset.train, { random: createRandom(1) });
  return { classifier: network, dataset };
}
