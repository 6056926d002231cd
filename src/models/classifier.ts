import type { Split } from '../datasets/contract.ts';
import { tf, type LayersModel, type Tensor } from '../engine/tensors.ts';
import { checkNames, demand, text } from '../options.ts';
import { splitColumns, type Matrix } from '../matrix/matrix.ts';
import { largestOf } from '../matrix/rows.ts';
import type { InputRange } from '../norms/range.ts';
import { resolveRange } from '../norms/resolve-range.ts';
import type { Encoder } from '../text/contract.ts';
import type { AnyLayersModel } from './contract.ts';
import { saveClassifier } from './files/save.ts';
import { boundedBatch, forwardBytes } from './network/batch-size.ts';
import { mapBatches } from './network/batches.ts';
import {
  assertFinite,
  assertOwnCopy,
  assertPositiveSizes,
  assertStateless,
  checkLayers,
  shapesOf,
} from './network/checks.ts';
import { cloneModel } from './network/clone-model.ts';
import type { Network } from './network/contract.ts';
import { assertEncoder } from './network/assert-encoder.ts';
import { checkBatch, checkedForward } from './network/check-arguments.ts';
import { flatten } from './network/flatten.ts';
import { assertItemShape } from './network/item-shape.ts';
import { trusted } from './network/network-of.ts';
import { passesOf } from './network/passes.ts';
import { simulates, type Simulation } from './network/simulation.ts';
import { assertFiniteWeights } from './network/weights.ts';

export interface ClassifierOptions {
  /** Name in reports. @defaultValue the name of the model */
  readonly name?: string;
  /** Smallest and largest valid input value, as numbers or as lists with one bound per value. @defaultValue [0, 1] */
  readonly inputRange?: InputRange;
  /** Encodes texts as inputs; the items of the model have its length. @defaultValue none */
  readonly encoder?: Encoder;
}

/** Largest number of inputs per forward pass of `predict`, `probabilities`, `features` and `predictions`. */
const mostInputs = 256;

/**
 * Wraps a TensorFlow.js model as a classifier. The model needs one input [batch, ...itemShape] and one output
 * [batch, classes]: logits or softmax; or one sigmoid unit for two classes. A softmax is bypassed, also behind layers that change
 * no value, so `logits` is exact even if probabilities saturate. Nested models are flattened into one network on the same weights.
 * The returned classifier owns the model; `dispose` frees its weights.
 *
 * @throws InvalidModelError on other shapes, a size of zero or less, a stateful layer or a weight that is not finite
 * @throws InvalidOptionError on an invalid input range, or an encoder of another length
 */
export function classifier(model: AnyLayersModel, options: ClassifierOptions = {}): Network {
  return simulatedClassifier(
    model as LayersModel,
    checkNames('classifier', options, ['name', 'inputRange', 'encoder']),
  );
}

/** Like `classifier`, but simulates a device. Copies simulate it too; `save` writes only the weights. */
export function simulatedClassifier(
  original: LayersModel,
  options: ClassifierOptions,
  simulation?: Simulation,
): Network {
  checkLayers(original);
  const { name = original.name } = options;
  assertOwnCopy(original);
  if (typeof name !== 'string') demand('classifier', 'name', name, text);
  assertStateless(original);
  const { model, dispose } = flatten(original);
  assertPositiveSizes(model);
  const { itemShape, classes } = shapesOf(model);
  const inputRange = resolveRange('classifier', options.inputRange ?? [0, 1], itemShape);
  const { encoder } = options;
  if (encoder !== undefined) assertEncoder(name, encoder, itemShape);
  const textual = encoder && { encoder };
  assertFiniteWeights(model);
  const { logits, features, featureCount, outputs } = passesOf(model, simulation);
  const batchSize = boundedBatch(mostInputs, forwardBytes(model, simulation !== undefined));
  const overSplit = (split: Split, columns: number, run: (x: Tensor) => Tensor): Promise<Matrix> => {
    assertItemShape(split, { itemShape, name });
    return mapBatches(split, columns, batchSize, run);
  };
  let disposed = false;

  const network: Network = {
    name,
    classes,
    itemShape,
    inputRange,
    ...textual,
    model,
    logits: (x, given) => logits(x, checkedForward(name, x, given, itemShape)),
    predict: async (inputs, count) => {
      checkBatch(name, inputs, count, itemShape);
      const batch = { inputs, itemShape, labels: new Int32Array(count), size: count };
      return assertFinite(await mapBatches(batch, classes, batchSize, (x) => logits(x)), name);
    },
    probabilities: async (split) => assertFinite(await overSplit(split, classes, (x) => tf.softmax(logits(x))), name),
    features: async (split) => overSplit(split, featureCount, features),
    outputs: async (split) => {
      const both = await overSplit(split, featureCount + classes, outputs);
      const [layerOutputs, probabilities] = splitColumns(both, featureCount);
      return { features: layerOutputs, probabilities: assertFinite(probabilities, name) };
    },
    predictions: async (split) => {
      const { data } = assertFinite(await overSplit(split, classes, (x) => logits(x)), name);
      return largestOf(data, classes);
    },
    clone: (copyName = name) =>
      simulatedClassifier(cloneModel(model), { name: copyName, inputRange, ...textual }, simulation),
    save: (folder) => saveClassifier(model, { name, inputRange, ...textual }, folder),
    dispose: () => {
      if (!disposed) dispose();
      disposed = true;
    },
  };
  if (simulation) simulates(network, simulation);
  return trusted(network);
}
