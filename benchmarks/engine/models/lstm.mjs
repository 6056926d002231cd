import { tfl } from '../../../dist/src/engine/tensors.js';
import { classifier } from '../../../dist/src/models/index.js';

const { layers } = tfl;
const [vocabulary, length, units, classes] = [2000, 100, 64, 10];

/** Inputs are 100 tokens of a vocabulary of 2,000, embedded in 64 dimensions; an LSTM of 64 units and 10 classes follow. */
export function tokenLstm() {
  const embedding = layers.embedding({
    inputDim: vocabulary,
    inputLength: length,
    outputDim: units,
    embeddingsInitializer: uniform(1),
  });
  const network = tfl.sequential({ name: 'tokenLstm', layers: [embedding, ...afterEmbedding()] });
  return classifier(network, { inputRange: [0, vocabulary - 1] });
}

/** The same network after its embedding, [100, 64]: tokens have no gradient, but their embeddings do. */
export function lstm() {
  return classifier(tfl.sequential({ name: 'lstm', layers: afterEmbedding([length, units]) }));
}

function afterEmbedding(inputShape) {
  return [
    layers.lstm({
      ...(inputShape ? { inputShape } : {}),
      units,
      recurrentActivation: 'sigmoid',
      kernelInitializer: uniform(2),
      recurrentInitializer: uniform(3),
    }),
    layers.dense({ units: classes, kernelInitializer: uniform(4) }),
  ];
}

function uniform(seed) {
  return tfl.initializers.randomUniform({ minval: -0.1, maxval: 0.1, seed });
}
