import { InvalidModelError, NumericalError } from '../../errors.ts';
import { isObject } from '../../options.ts';
import { show } from '../../show.ts';
import { tfl, type LayersModel } from '../../engine/tensors.ts';
import { logitsModel } from './outputs.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { isNested, partsOf } from './layers.ts';

/**
 * Returns the item shape of a flat model and the number of its classes: two for one sigmoid unit.
 *
 * @throws InvalidModelError unless the model has one input [n, ...itemShape] and one output [n, classes] whose logits can be read
 */
export function shapesOf(model: LayersModel): { itemShape: number[]; classes: number } {
  const [output] = model.outputs;
  const isMatrix = model.outputs.length === 1 && output.shape.length === 2 && output.shape[1] !== null;
  const classes = isMatrix ? (logitsModel(model).outputs[0].shape[1] as number) : 0;
  if (classes < 2) {
    throw new InvalidModelError(
      `The output of the model "${model.name}" is ${describe(model.outputs)}.\n` +
        'Expected one output [n, classes] with at least 2 classes, logits or softmax, or one sigmoid unit for two classes.\n' +
        'End the model with tf.layers.dense({ units: classes }); put tf.layers.flatten() before it if its input has more axes.',
    );
  }
  const itemShape = model.inputs[0].shape.slice(1);
  if (model.inputs.length !== 1 || itemShape.length === 0 || itemShape.some((size) => size === null)) {
    throw new InvalidModelError(
      `The input of the model "${model.name}" is ${describe(model.inputs)}.\n` +
        'Expected one input [n, ...itemShape] in which only n is unknown.\n' +
        'Give the first layer a complete inputShape, e.g. [28, 28, 1], or pass it to loadClassifier as itemShape.',
    );
  }
  return { itemShape: itemShape as number[], classes };
}

const describe = (symbols: LayersModel['inputs']): string =>
  symbols.map(({ shape }) => `[${shape.map((size) => size ?? 'n').join(', ')}]`).join(' and ');

/** @throws InvalidModelError unless a value is a model of TensorFlow.js with layers, inputs and outputs */
export function checkLayers(model: unknown): asserts model is LayersModel {
  const { layers, inputs, outputs, getWeights } = (isObject(model) ? model : {}) as Readonly<Record<string, unknown>>;
  if (Array.isArray(layers) && Array.isArray(inputs) && Array.isArray(outputs) && typeof getWeights === 'function')
    return;
  const isOurs = isObject(model) && typeof model.predict === 'function' && typeof model.probabilities === 'function';
  throw new InvalidModelError(
    `classifier: the model is ${show(model)}${isOurs ? ', which is a classifier already' : ''}.\n` +
      'Expected a model of the layers API, as sequential(…) and model(…) of "vitest-dnn/layers" return it, with its input shape.\n' +
      'Give the first layer an inputShape, or load a saved model by loadClassifier(folder).',
  );
}

/**
 * A layer whose window is larger than its input has sizes of zero or less. TensorFlow.js then computes outputs from memory that nobody
 * wrote.
 *
 * @throws InvalidModelError if a known size of an input or output of a layer is not positive
 */
export function assertPositiveSizes(model: LayersModel): void {
  const symbol = symbolsOf(model).find(({ shape }) => shape.some((size) => size !== null && size < 1));
  if (!symbol) return;
  const layer = sourceOf(symbol);
  const from = symbol.inputs.length > 0 ? ` from ${describe(symbol.inputs)}` : '';
  throw new InvalidModelError(
    `The layer "${layer.name}" (${layer.getClassName()}) of the model "${model.name}" makes ${describe([symbol])}${from}.\n` +
      'Expected sizes of at least 1.\n' +
      'Use larger inputs, smaller windows or strides, padding "same", or fewer layers that reduce the size.',
  );
}

/**
 * Two copies of TensorFlow.js do not know each other's models and tensors.
 *
 * @throws InvalidModelError if a model, or a layer in it, was built with another copy of TensorFlow.js than that of this package
 */
export function assertOwnCopy(model: LayersModel): void {
  const { layers, inputs } = Object(model) as Partial<LayersModel>;
  if (!Array.isArray(layers) || !Array.isArray(inputs)) return;
  const { name } = model;
  const layer = [...partsOf(model)].find((part): boolean => !(part instanceof tfl.layers.Layer));
  if (model instanceof tfl.LayersModel && !layer) return;
  throw new InvalidModelError(
    `The ${layer ? `layer "${layer.name}" of the ` : ''}model "${name}" was built with another copy of TensorFlow.js than the one that vitest-dnn computes with.\n` +
      'Expected a model of the copy of this package.\n' +
      'Import layers, sequential, model and input from "vitest-dnn/layers" instead of "@tensorflow/…", or save the model and read it with loadClassifier.',
  );
}

/** @throws InvalidModelError if a layer keeps its state between batches: outputs would depend on what was predicted before */
export function assertStateless(model: LayersModel): void {
  for (const layer of partsOf(model)) {
    if (!layer.stateful || isNested(layer)) continue;
    throw new InvalidModelError(
      `The layer "${layer.name}" (${layer.getClassName()}) of the model "${model.name}" is stateful.\n` +
        'Expected layers whose outputs depend on their inputs alone, not on earlier batches.\n' +
        'Build the layer with stateful: false and copy the weights.',
    );
  }
}

/**
 * Returns the outputs of a model, [n, columns], unchanged.
 *
 * @throws NumericalError if a value is NaN or infinite
 */
export function assertFinite(outputs: Matrix, name: string): Matrix {
  const at = outputs.data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return outputs;
  throw new NumericalError(
    `The output of the model "${name}" for input ${Math.floor(at / outputs.columns)} is ${outputs.data[at]}.\n` +
      'Expected finite numbers.\nCheck the weights and the inputs of the model for values that overflow.',
  );
}
