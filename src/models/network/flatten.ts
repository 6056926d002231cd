import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { applicationsOf, sourceOf } from './graph.ts';
import { isNested, partsOf, type Layer } from './layers.ts';

/** A network without nested models. */
export interface Flat {
  readonly model: LayersModel;
  /** Frees the weights of the original and of the flat network. */
  dispose(): void;
}

/**
 * Flattens a network: the layers of nested models become layers of the network itself, at any depth. They stay the same
 * layers with the same weights. Only if two of them have the same name, all layers are copied and renamed, because the format
 * of saved models needs unique names. A network without nested models is returned unchanged.
 */
export function flatten(model: LayersModel): Flat {
  if (!model.layers.some(isNested)) return { model, dispose: () => release(model) };
  const inputNames = model.inputs.map((symbol) => sourceOf(symbol).name);
  const names = [...inputNames, ...[...innermost(model)].map(({ name }) => name)];
  const copies = new Set(names).size < names.length ? new Copies(inputNames) : undefined;
  const outputs = follow(model, model.inputs, copies);
  const flat = tfl.model({ inputs: model.inputs, outputs, name: model.name });
  return {
    model: flat,
    dispose: () => {
      if (copies) release(flat);
      release(model);
    },
  };
}

/** The layers of a network and of its nested models that are no models themselves. */
function innermost(model: LayersModel, layers = new Set<Layer>()): Set<Layer> {
  for (const { layer, inputs } of applicationsOf(model)) {
    if (isNested(layer)) innermost(layer as unknown as LayersModel, layers);
    else if (inputs.length > 0) layers.add(layer);
  }
  return layers;
}

/** Applies the layers of a model, and of the models in it, to other inputs; returns the outputs. */
function follow(model: LayersModel, inputs: readonly SymbolicTensor[], copies?: Copies): SymbolicTensor[] {
  const values = new Map(model.inputs.map((symbol, i) => [symbol, inputs[i]]));
  const valueOf = (symbol: SymbolicTensor): SymbolicTensor => values.get(symbol) as SymbolicTensor;
  for (const application of applicationsOf(model)) {
    const { layer, outputs } = application;
    if (outputs.every((symbol) => values.has(symbol))) continue;
    const operands = application.inputs.map(valueOf);
    const same = !copies && !isNested(layer) && operands.every((operand, i) => operand === application.inputs[i]);
    const results = same
      ? outputs
      : isNested(layer)
        ? follow(layer as unknown as LayersModel, operands, copies)
        : (copies?.apply(layer, operands) ?? applyUncounted(layer, operands));
    outputs.forEach((symbol, i) => values.set(symbol, results[i]));
  }
  return model.outputs.map(valueOf);
}

/** The number of applications that TensorFlow.js counts, to free the weights with the last one. */
interface Counted {
  _refCount: number;
}

/** Applies a layer in the flat network, which does not own it. */
function applyUncounted(layer: Layer, inputs: SymbolicTensor[]): SymbolicTensor[] {
  const outputs = layer.apply(inputs.length === 1 ? inputs[0] : inputs) as SymbolicTensor | SymbolicTensor[];
  (layer as unknown as Counted)._refCount--;
  return [outputs].flat();
}

/** Frees the weights of a network, also of layers that it applies several times, and the masks that recurrent layers keep. */
function release(model: LayersModel): void {
  for (const part of partsOf(model) as Iterable<Partial<Masked>>) {
    tf.dispose([part.dropoutMask ?? [], part.recurrentDropoutMask ?? []]);
    if (part.dropoutMask) part.dropoutMask = null;
    if (part.recurrentDropoutMask) part.recurrentDropoutMask = null;
  }
  countOnce(model);
  model.dispose();
}

/** What cells with dropout keep from one pass to the next. */
interface Masked {
  dropoutMask: Tensor | Tensor[] | null;
  recurrentDropoutMask: Tensor | Tensor[] | null;
}

/** Makes the first `dispose` free a layer that a network applies several times; TensorFlow.js calls it once per layer. */
function countOnce(model: LayersModel): void {
  const counts = new Map<Layer, number>();
  for (const { layer } of applicationsOf(model)) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  for (const [layer, count] of counts) {
    (layer as unknown as Counted)._refCount -= count - 1;
    if (isNested(layer)) countOnce(layer as unknown as LayersModel);
  }
}

/** Copies of layers with unique names and the same weights; a shared layer has one copy. */
class Copies {
  readonly #copies = new Map<Layer, Layer>();
  readonly #names: Set<string>;

  constructor(taken: readonly string[]) {
    this.#names = new Set(taken);
  }

  apply(layer: Layer, inputs: SymbolicTensor[]): SymbolicTensor[] {
    const copy = this.#copies.get(layer) ?? this.#copy(layer);
    const outputs = copy.apply(inputs.length === 1 ? inputs[0] : inputs) as SymbolicTensor | SymbolicTensor[];
    if (!this.#copies.has(layer)) copy.setWeights(layer.getWeights());
    this.#copies.set(layer, copy);
    return [outputs].flat();
  }

  #copy(layer: Layer): Layer {
    let name = layer.name;
    for (let number = 2; this.#names.has(name); number++) name = `${layer.name}_${number}`;
    this.#names.add(name);
    const config = { ...(JSON.parse(JSON.stringify(layer.getConfig())) as object), name };
    const type = layer.constructor as unknown as { fromConfig(type: unknown, config: object): Layer };
    return type.fromConfig(type, config);
  }
}
