import { InvalidModelError } from '../../errors.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { sourceOf } from './graph.ts';
import { activationOf, isNested, type Layer } from './layers.ts';

/**
 * Returns a model on the same layers and weights that ends before the final softmax: the model itself if it has none, the
 * input of a Softmax or Activation layer, or the last Dense layer without its activation.
 *
 * @throws InvalidModelError if the model ends in a sigmoid, or in a nested model that ends in a softmax
 */
export function logitsModel(model: LayersModel): LayersModel {
  const [output] = model.outputs;
  const last = output.sourceLayer as Layer;
  const activation = finalActivation(model);
  if (activation === 'sigmoid' || activation === 'hardSigmoid') {
    throw new InvalidModelError(
      `The model "${model.name}" ends in a ${activation} (layer "${last.name}").\n` +
        'Expected a softmax or logits over all classes, because the cross-entropy is computed from them.\n' +
        'Set the activation of the last layer to softmax, or remove it.',
    );
  }
  if (activation !== 'softmax') return model;
  const className = last.getClassName();
  if (className === 'Softmax' || className === 'Activation') {
    return tfl.model({ inputs: model.inputs, outputs: output.inputs[0] });
  }
  if (className === 'Dense') {
    const logits = new DenseWithoutActivation(last).apply(output.inputs[0]) as SymbolicTensor;
    return tfl.model({ inputs: model.inputs, outputs: logits });
  }
  throw new InvalidModelError(
    `The model "${model.name}" ends in a softmax inside "${last.name}" (${className}), so its logits cannot be read.\n` +
      'Expected the softmax in a last layer of type Dense, Activation or Softmax.\n' +
      'Move the last layer of the nested model to the end of the outer one.',
  );
}

/**
 * Returns a model on the same layers that ends at the penultimate layer: the input of the last layer with a kernel,
 * searched backwards from the output. A nested model with weights counts as one such layer.
 */
export function featuresModel(model: LayersModel): LayersModel {
  let symbol: SymbolicTensor = model.outputs[0];
  while (symbol.inputs.length > 0) {
    const layer = symbol.sourceLayer as Layer;
    symbol = symbol.inputs[0];
    if (layer.weights.some(({ originalName }) => originalName.endsWith('kernel'))) break;
  }
  return tfl.model({ inputs: model.inputs, outputs: symbol });
}

/** Returns the outputs of the last layers with a kernel: one, or one per member of an ensemble. */
export function lastSymbolsOf(model: LayersModel): SymbolicTensor[] {
  const last = new Set<SymbolicTensor>();
  const visit = (symbol: SymbolicTensor): void => {
    if (sourceOf(symbol).weights.some(({ originalName }) => originalName.endsWith('kernel'))) last.add(symbol);
    else symbol.inputs.forEach(visit);
  };
  visit(model.outputs[0]);
  return [...last];
}

/** Returns the layer that owns the weights of a layer in a `logitsModel`. */
export const weightedLayer = (layer: Layer): Layer => (layer instanceof DenseWithoutActivation ? layer.dense : layer);

/** The activation of the last layer; if that is a nested model, of its last layer. */
function finalActivation(model: LayersModel): string {
  const last = model.outputs[0].sourceLayer as Layer;
  return isNested(last) ? finalActivation(last as unknown as LayersModel) : activationOf(last);
}

/** The last Dense layer without its activation, on the same weights: x [batch, d] -> logits [batch, classes]. */
class DenseWithoutActivation extends tfl.layers.Layer {
  static readonly className = 'DenseWithoutActivation';
  readonly dense: Layer;

  constructor(dense: Layer) {
    super({ name: `${dense.name}_logits` });
    this.dense = dense;
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return this.dense.computeOutputShape(inputShape) as (number | null)[];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const [kernel, bias] = this.dense.getWeights();
    const product = tf.matMul(x, kernel);
    return bias ? tf.add(product, bias) : product;
  }
}
