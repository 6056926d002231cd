import { InvalidModelError } from '../../errors.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { explainLayerErrors } from './explain-layer-errors.ts';
import { sourceOf } from './graph.ts';
import { isKernel, type Layer } from './layers.ts';
import { ownName } from './own-name.ts';
import { readOutput } from './logits/read.ts';
import { WithoutActivation } from './logits/without-activation.ts';

/**
 * Returns a model on the same layers and weights that ends in logits, whose softmax is the model's output. A final softmax is
 * bypassed, also behind layers that change no value and behind a second softmax. One sigmoid unit becomes the logits of two
 * classes, and an average of softmaxes the logarithm of their mean. A model that ends in logits is returned unchanged.
 *
 * @throws InvalidModelError if the model ends in probabilities whose logits cannot be read
 */
export function logitsModel(model: LayersModel): LayersModel {
  const [output] = model.outputs;
  const read = readOutput(output);
  if (read.kind === 'unreadable') throw unreadable(model, read.reason, read.expected);
  if (read.kind === 'probabilities') return tfl.model({ inputs: model.inputs, outputs: read.logits() });
  if (read.kind === 'places' || (read.doubtful && looksLikeProbabilities(model))) {
    const { name } = sourceOf(output);
    throw unreadable(model, `ends in probabilities that the layer "${name}" computes, so its logits cannot be read`);
  }
  return model;
}

/**
 * Returns a model on the same layers that ends at the penultimate layer: the input of the last layer with a kernel. If
 * several such layers lead to the output, as in an ensemble, their inputs are joined.
 */
export function featuresModel(model: LayersModel): LayersModel {
  const inputs = [...new Set(lastSymbolsOf(model).flatMap((symbol) => symbol.inputs.slice(0, 1)))];
  const [features = model.inputs[0], ...others] = inputs;
  if (others.length === 0) return tfl.model({ inputs: model.inputs, outputs: features });
  const flat = inputs.map((input) =>
    input.shape.length === 2
      ? input
      : (tfl.layers.flatten({ name: ownName('flatten') }).apply(input) as SymbolicTensor),
  );
  const joined = tfl.layers.concatenate({ name: ownName('concatenate') }).apply(flat) as SymbolicTensor;
  return tfl.model({ inputs: model.inputs, outputs: joined });
}

/** Returns the outputs of the last layers with a kernel: one, or one per member of an ensemble. */
export function lastSymbolsOf(model: LayersModel): SymbolicTensor[] {
  const last = new Set<SymbolicTensor>();
  const visited = new Set<SymbolicTensor>(); // paths that part and meet again double the work each time
  const visit = (symbol: SymbolicTensor): void => {
    if (visited.has(symbol)) return;
    visited.add(symbol);
    if (sourceOf(symbol).weights.some(isKernel)) last.add(symbol);
    else symbol.inputs.forEach(visit);
  };
  visit(model.outputs[0]);
  return [...last];
}

/** Returns the layer that owns the weights of a layer in a `logitsModel`. */
export const weightedLayer = (layer: Layer): Layer => (layer instanceof WithoutActivation ? layer.original : layer);

/** Whether a model computes probabilities of several classes so that their logits cannot be read: as a look at a few inputs shows. */
export function endsInOpaqueProbabilities(model: LayersModel): boolean {
  const [output] = model.outputs;
  const read = readOutput(output);
  const isOpaque = read.kind === 'unreadable' || (read.kind === 'values' && read.doubtful);
  return isOpaque && output.shape.length === 2 && (output.shape[1] ?? 0) > 1 && looksLikeProbabilities(model);
}

/** Whether the outputs for a few inputs are not negative and add up to 1. */
function looksLikeProbabilities(model: LayersModel): boolean {
  const shape = [4, ...model.inputs[0].shape.slice(1)] as number[];
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((i * 37) % 101) / 101);
  return tf.tidy(() => {
    const x = tf.tensor(values, shape);
    const outputs = explainLayerErrors(model.name, () => model.apply(x, { training: false }) as Tensor);
    const sums = tf.sum(outputs, 1).dataSync();
    return outputs.dataSync().every((value) => value >= 0) && sums.every((sum) => Math.abs(sum - 1) < 1e-3);
  });
}

function unreadable(
  model: LayersModel,
  reason: string,
  expected = 'logits, or a softmax that only layers follow that change no value',
): InvalidModelError {
  return new InvalidModelError(
    `The model "${model.name}" ${reason}.\nExpected ${expected}. Losses and attacks need the logits.\n` +
      'End the model with its logits, or with tf.layers.softmax().',
  );
}
