import { tf, tfl } from '../../../dist/src/engine/tensors.js';
import { classifier } from '../../../dist/src/models/index.js';

const { layers } = tfl;
const [vocabulary, length, units, classes] = [10000, 150, 128, 10];

/**
 * Networks that read 150 tokens of a vocabulary of 10,000, embedded in 128 dimensions, by a recurrent layer of 128 units. With a mask,
 * token 0 is skipped; the tokens are drawn at random, so it is rare, and a mask costs what it costs where it hides little.
 */
export const texts = {
  gruOfTexts: () => network('gruOfTexts', resetAfter(layers.gru(options()))),
  lstmOfTexts: () => network('lstmOfTexts', layers.lstm(options())),
  maskedLstmOfTexts: () => network('maskedLstmOfTexts', layers.lstm(options()), true),
  bidirectionalLstmOfTexts: () =>
    network('bidirectionalLstmOfTexts', layers.bidirectional({ layer: layers.lstm(options()), mergeMode: 'concat' })),
};

function network(name, recurrent, maskZero = false) {
  const embedding = layers.embedding({
    ...{ inputDim: vocabulary, inputLength: length, outputDim: units, maskZero },
    embeddingsInitializer: uniform(1),
  });
  const dense = layers.dense({ units: classes, kernelInitializer: uniform(4) });
  const model = tfl.sequential({ name, layers: [embedding, recurrent, dense] });
  return classifier(model, { inputRange: [0, vocabulary - 1] });
}

/** The form of PyTorch's GRU, which TensorFlow.js builds from a configuration only. */
function resetAfter(gru) {
  const [type, fromConfig] = tf.serialization.SerializationMap.getMap().classNameMap.GRU;
  return fromConfig(type, { ...gru.getConfig(), resetAfter: true });
}

function options() {
  return { units, recurrentActivation: 'sigmoid', kernelInitializer: uniform(2), recurrentInitializer: uniform(3) };
}

function uniform(seed) {
  return tfl.initializers.randomUniform({ minval: -0.1, maxval: 0.1, seed });
}
