import { setImmediate } from 'node:timers/promises';
import { linearised } from '../gradients/jacobian.ts';
import type { Split } from '../datasets/contract.ts';
import { tf, type Tensor } from '../engine/tensors.ts';
import { boundedBatch, forwardBytes, gradientBytes } from '../models/network/batch-size.ts';
import { inputsAt } from '../models/network/batches.ts';
import { differencesFromTop } from '../gradients/class-differences.ts';
import { lastLayersOf, linearLastLayer } from '../models/network/last-layer.ts';
import type { Network } from '../models/network/contract.ts';
import { isSimulated } from '../models/network/simulation.ts';
import { assertItemShape } from '../models/network/item-shape.ts';
import { parameterGram, parameterGramByInput, type Gram } from '../gradients/parameter-gram.ts';
import type { SignalParameters } from './contract.ts';
import { expectedLengths, lastLayerLengths } from './expected-length.ts';
import { partsOfPool } from './parts.ts';
import type { View } from './view.ts';

/** Number of inputs between two progress reports: less than a second of work. */
const partSize = 256;

/** Largest number of inputs per network run; each run makes one backward pass per class. */
const mostInputs = 64;

/** Returns the expected length of the loss gradient of each pool input under the predicted class probabilities, [pool]. */
export async function gradientLengths(view: View, { of }: SignalParameters['gradientLengths']): Promise<Float64Array> {
  assertItemShape(view.split, view.classifier);
  const lengthsOf = methods[of](view.classifier);
  const lengths = new Float64Array(view.pool.length);
  let at = 0;
  for await (const part of partsOfPool(view, partSize)) {
    lengths.set(await lengthsOf(part), at);
    at += part.size;
  }
  return lengths;
}

type LengthsOf = (part: Split) => Promise<Float64Array>;

const methods: { readonly [Of in SignalParameters['gradientLengths']['of']]: (classifier: Network) => LengthsOf } = {
  parameters: (classifier) => {
    const gram = isSimulated(classifier) ? undefined : parameterGram(classifier.model);
    return inBatches(gram ?? parameterGramByInput(classifier), parameterBytes(classifier));
  },
  inputs: (classifier) =>
    inBatches((x) => inputGram(classifier, x), gradientBytes(classifier.model, 2 * classifier.classes)),
  lastLayer: (classifier) => {
    const linear = linearLastLayer(classifier.model);
    if (linear) return closedForm(classifier, linear.weights.length > 1);
    const layers = lastLayersOf(classifier.model);
    const gram = isSimulated(classifier) ? undefined : parameterGram(classifier.model, layers);
    const weights = layers.flatMap((layer) => layer.weights);
    return inBatches(gram ?? parameterGramByInput(classifier, weights), parameterBytes(classifier));
  },
};

function closedForm(classifier: Network, bias: boolean): LengthsOf {
  return async (part) => lastLayerLengths(await classifier.probabilities(part), await classifier.features(part), bias);
}

/** Bytes that one input takes: the slopes of all layers per class, and per class the gradient of the largest kernel. */
function parameterBytes({ model, classes }: Network): number {
  const largest = Math.max(0, ...model.trainableWeights.map(({ shape }) => tf.util.sizeFromShape(shape as number[])));
  return classes * (forwardBytes(model) + 8 * largest);
}

function inBatches(gram: (x: Tensor) => Gram, bytes: number): LengthsOf {
  const batchSize = boundedBatch(mostInputs, bytes);
  return async (part) => {
    const lengths = new Float64Array(part.size);
    for (let start = 0; start < part.size; start += batchSize) {
      const positions = Array.from({ length: Math.min(batchSize, part.size - start) }, (_, i) => start + i);
      const products = tf.tidy(() => ({ ...gram(inputsAt(part, positions)) }));
      try {
        lengths.set(expectedLengths(await products.logits.data(), await products.gram.data(), positions.length), start);
      } finally {
        tf.dispose([products.logits, products.gram]);
      }
      await setImmediate();
    }
    return lengths;
  };
}

/** Returns scalar products of the gradients with respect to the input. */
function inputGram(classifier: Network, x: Tensor): Gram {
  return linearised(classifier, x, (z) => {
    const differences = differencesFromTop(z.logits.dataSync(), classifier.classes);
    const gradients = tf.stack(
      differences.map((coefficients) => tf.reshape(z.combined(coefficients), [x.shape[0], -1])),
      1,
    );
    return { logits: tf.clone(z.logits), gram: tf.matMul(gradients, gradients, false, true) };
  });
}
