import { InvalidOptionError, NumericalError } from '../errors.ts';
import type { Split } from '../datasets/contract.ts';
import { tf, tfl, type LayersModel, type Tensor, type Tensor2D } from '../engine/tensors.ts';
import { splitColumns, type Matrix } from '../matrix/matrix.ts';
import { largestOf } from '../matrix/rows.ts';
import { mapBatches } from './network/batches.ts';
import { cloneModel } from './network/clone-model.ts';
import type { Classifier, ForwardOptions } from './contract.ts';
import { findUnseedable, seedDropout, unseedableError, type CallArguments } from './network/dropout.ts';
import { assertItemShape } from './network/item-shape.ts';
import { featuresModel, logitsModel } from './network/outputs.ts';
import { saveClassifier } from './files/save.ts';
import { sequenceOf } from './network/sequence.ts';
import { shapesOf } from './network/shapes.ts';
import { assertFiniteWeights } from './network/weights.ts';

export interface ClassifierOptions {
  /** Name in reports. @defaultValue the model's own name */
  readonly name?: string;
  /** Smallest and largest legal input value. @defaultValue [0, 1] */
  readonly inputRange?: readonly [number, number];
}

/** What a device does to values on their way through a network, beyond what the layers compute. */
export interface Simulation {
  /** Called once with every network that simulates: the model itself, and each copy. */
  readonly instrument: (model: LayersModel) => void;
  readonly input: (x: Tensor) => Tensor;
  readonly output: (logits: Tensor2D) => Tensor2D;
}

const simulations = new WeakMap<Classifier, Simulation>();

/** Whether a classifier does more than its layers say, so that another network of the same layers is not its equal. */
export const isSimulated = (candidate: Classifier): boolean => simulations.has(candidate);

/** What the device of a classifier does beyond the layers, for those who run the layers themselves. */
export const simulationOf = (candidate: Classifier): Simulation | undefined => simulations.get(candidate);

/** Inputs per forward pass of `probabilities`, `features` and `predictions`. */
const batchSize = 256;

/**
 * Wraps a network of TensorFlow.js that classifies: one input [batch, ...itemShape], one output [batch, classes], logits
 * or softmax. A final softmax is looked through, so that `logits` is exact where the probabilities have saturated.
 * The classifier owns the model from here on; `dispose` frees its weights.
 *
 * @throws InvalidModelError if the shapes are others or a weight is not finite; InvalidOptionError on a bad input range
 */
export function classifier(model: LayersModel, options: ClassifierOptions = {}): Classifier {
  return simulatedClassifier(model, options);
}

/** As `classifier`, on a device that is simulated; copies simulate it too, what is saved are the weights alone. */
export function simulatedClassifier(
  model: LayersModel,
  options: ClassifierOptions,
  simulation?: Simulation,
): Classifier {
  const { name = model.name, inputRange = [0, 1] } = options;
  assertRange(inputRange);
  const { itemShape, classes } = shapesOf(model);
  assertFiniteWeights(model);
  seedDropout(model);
  const unseedable = findUnseedable(model);
  const toLogits = logitsModel(model);
  const toFeatures = featuresModel(model);
  const featureCount = tf.util.sizeFromShape(toFeatures.outputs[0].shape.slice(1) as number[]);
  const toBoth = tfl.model({ inputs: model.inputs, outputs: [toFeatures.outputs[0], toLogits.outputs[0]] });
  const { input = (x) => x, output = (z) => z } = simulation ?? ({} as Partial<Simulation>);
  simulation?.instrument(model);
  const pass = forwardPass(toLogits);
  const passToFeatures = forwardPass(toFeatures);
  const passToBoth = forwardPass(toBoth);
  let disposed = false;

  const logits = (x: Tensor, { training: random }: ForwardOptions = {}): Tensor2D => {
    if (random && unseedable) throw unseedableError(model, unseedable);
    if (!random) return output(pass(input(x))[0] as Tensor2D);
    const kwargs: CallArguments = { training: true, random };
    return output(toLogits.apply(input(x), kwargs) as Tensor2D);
  };
  const overSplit = (split: Split, columns: number, run: (x: Tensor) => Tensor): Promise<Matrix> => {
    assertItemShape(split, { itemShape, name });
    return mapBatches(split, columns, batchSize, run);
  };

  const made: Classifier = {
    name,
    classes,
    itemShape,
    inputRange,
    model,
    logits,
    predict: async (inputs, count) => {
      const z = tf.tidy(() => logits(tf.tensor(inputs, [count, ...itemShape]))); // [count, classes]
      try {
        return { data: (await z.data()) as Float32Array, rows: count, columns: classes };
      } finally {
        z.dispose();
      }
    },
    probabilities: async (split) => assertFinite(await overSplit(split, classes, (x) => tf.softmax(logits(x))), name),
    features: async (split) => overSplit(split, featureCount, (x) => passToFeatures(input(x))[0]),
    outputs: async (split) => {
      const both = await overSplit(split, featureCount + classes, (x) => {
        const [h, z] = passToBoth(input(x)) as [Tensor, Tensor2D];
        return tf.concat([tf.reshape(h, [x.shape[0], featureCount]), tf.softmax(output(z))], 1); // [batch, d + classes]
      });
      const [features, probabilities] = splitColumns(both, featureCount);
      return { features, probabilities: assertFinite(probabilities, name) };
    },
    predictions: async (split) =>
      largestOf(assertFinite(await overSplit(split, classes, (x) => logits(x)), name).data, classes),
    clone: (copyName = name) => simulatedClassifier(cloneModel(model), { name: copyName, inputRange }, simulation),
    save: (folder) => saveClassifier(model, { name, inputRange }, folder),
    dispose: () => {
      if (!disposed) model.dispose();
      disposed = true;
    },
  };
  if (simulation) simulations.set(made, simulation);
  return made;
}

/** Runs a network with dropout off: x [batch, ...itemShape] to its outputs. */
function forwardPass(network: LayersModel): (x: Tensor) => Tensor[] {
  const sequence = sequenceOf(network);
  return (x) => sequence(x) ?? [network.apply(x, { training: false }) as Tensor | Tensor[]].flat();
}

function assertRange(range: readonly [number, number]): void {
  const [low, high] = range;
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return;
  throw new InvalidOptionError(
    `classifier: inputRange is [${range.join(', ')}].\nExpected two finite numbers [low, high] with low < high.\n` +
      'Pass the range of the inputs that the model was trained on, e.g. [0, 1].',
  );
}

function assertFinite(matrix: Matrix, name: string): Matrix {
  const at = matrix.data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return matrix;
  throw new NumericalError(
    `The output of the model "${name}" for input ${Math.floor(at / matrix.columns)} is ${matrix.data[at]}.\n` +
      'Expected finite numbers.\nCheck the weights and the inputs of the model for values that overflow.',
  );
}
