import { tf, tfl, type SymbolicTensor } from '../../../engine/tensors.ts';
import { ownLayers } from '../../../engine/own-layers/index.ts';
import { sourceOf } from '../graph.ts';
import { activationOf, innerLayer, isEmbedding, isKernel, repeatedAxes, type Layer } from '../layers.ts';
import { ownName } from '../own-name.ts';
import { CombinedLogits, combinations, combinationsOfTwo, LogitsOfTwo, MeanOverPlaces } from './layers.ts';
import type { Output, Probabilities } from './output.ts';
import { isPassedOn, sizeOf } from './passed-on.ts';
import { withoutActivation } from './without-activation.ts';

/** Classes of layers that TensorFlow.js and this package bring; a user's layers are registered later. */
const stock = new Set([...Object.keys(tf.serialization.SerializationMap.getMap().classNameMap), ...ownLayers]);

const weighing = new Set(['Add', 'Dot', 'GraphOperation', 'Multiply']);

const meansOverPlaces = new Set(['GlobalAveragePooling1D', 'GlobalAveragePooling2D']);

/**
 * Returns what a value of a flat network is. Follows it back to the softmax, the sigmoid or the layer with a kernel that makes
 * it, through layers that change no value and layers that combine probabilities.
 */
export function readOutput(output: SymbolicTensor): Output {
  const known = new Map<SymbolicTensor, Output>();
  const read = (symbol: SymbolicTensor): Output => {
    const result = known.get(symbol) ?? readSymbol(symbol, read);
    known.set(symbol, result);
    return result;
  };
  return read(output);
}

function readSymbol(symbol: SymbolicTensor, read: (symbol: SymbolicTensor) => Output): Output {
  const layer = sourceOf(symbol);
  const activation = activationOf(innerLayer(layer));
  if (activation === 'softmax' || activation === 'logSoftmax') return readSoftmax(symbol, layer, activation, read);
  if (activation === 'sigmoid' || activation === 'hardSigmoid') return readSigmoid(symbol, layer, activation);
  const inputs = symbol.inputs.map(read);
  if (hasKernel(layer)) {
    return { kind: 'values', doubtful: activation === 'linear' && inputs.some(({ kind }) => kind !== 'values') };
  }
  const areLogits = inputs.every(
    (input) => input.kind === 'values' || (input.kind === 'probabilities' && input.logarithm),
  );
  const [input] = inputs;
  if (inputs.length === 1 && (input.kind === 'unreadable' || isPassedOn(symbol, input))) return input;
  if (areLogits) {
    const unknown = !stock.has(layer.getClassName()) && symbol.inputs.length > 0;
    return { kind: 'values', doubtful: unknown || inputs.some((each) => each.kind === 'values' && each.doubtful) };
  }
  return (
    readCombination(layer, inputs) ?? (isWeighing(layer, inputs) ? { kind: 'values', doubtful: true } : computed(layer))
  );
}

/** Whether a layer weighs values by probabilities, as experts by their gates, or scales them by what follows from features. */
const isWeighing = (layer: Layer, inputs: readonly Output[]): boolean =>
  inputs.length > 1 && weighing.has(layer.getClassName()) && inputs.some(({ kind }) => kind === 'values');

/** Reads a layer that combines the probabilities of several places or of several members. */
function readCombination(layer: Layer, inputs: readonly Output[]): Output | undefined {
  const kind = layer.getClassName();
  const [input] = inputs;
  if (input.kind === 'places') {
    if (!meansOverPlaces.has(kind) || layer.getConfig().dataFormat === 'channelsFirst') return undefined;
    const logits = (): SymbolicTensor => new MeanOverPlaces().apply(input.logits()) as SymbolicTensor;
    return { kind: 'probabilities', classes: input.classes, logits, logarithm: false };
  }
  const members = inputs.filter((each) => each.kind === 'probabilities' && !each.logarithm) as Probabilities[];
  const [{ classes, single } = { classes: 0 }] = members;
  const combine = (single ? combinationsOfTwo : combinations).get(kind);
  const areAlike = members.every((member) => member.classes === classes && member.single === single);
  if (!combine || members.length < inputs.length || !areAlike) return undefined;
  const logits = (): SymbolicTensor =>
    new CombinedLogits(combine).apply(members.map(({ logits: first, own = first }) => own())) as SymbolicTensor;
  return { kind: 'probabilities', classes, logits, logarithm: false, single };
}

function readSoftmax(
  symbol: SymbolicTensor,
  layer: Layer,
  activation: string,
  read: (symbol: SymbolicTensor) => Output,
): Output {
  const rank = symbol.shape.length;
  const { axis: own = -1 } = innerLayer(layer).getConfig() as { axis?: number };
  const axis = own < 0 ? rank + own : own + repeatedAxes(layer);
  const classes = symbol.shape[axis] as number;
  const logarithm = activation === 'logSoftmax';
  const [before] = symbol.inputs;
  const name = `layer "${layer.name}"`;
  if (classes === 1) {
    const reason = `ends in a ${activation} over one unit (${name}), which is constant`;
    return { kind: 'unreadable', reason, expected: 'a softmax over all classes, or one sigmoid unit for two classes' };
  }
  const logits = withoutActivation(layer, before);
  if (!logits) {
    const reason = `ends in a ${activation} inside "${layer.name}" (${layer.getClassName()}), so its logits cannot be read`;
    return { kind: 'unreadable', reason, expected: 'it in a layer of type Dense, Conv, Activation or Softmax' };
  }
  if (sizeOf(symbol) === classes) {
    const first = isActivation(layer) ? read(before) : undefined;
    if (first?.kind === 'probabilities' && first.classes === classes)
      return { ...first, logarithm, own: () => flat(logits()) };
    return { kind: 'probabilities', classes, logits: () => flat(logits()), logarithm };
  }
  if (!logarithm && axis === rank - 1) return { kind: 'places', classes, logits };
  const reason = `has a ${activation} over a part of its outputs (${name}), so its logits cannot be read`;
  return { kind: 'unreadable', reason, expected: 'a softmax over all classes' };
}

function readSigmoid(symbol: SymbolicTensor, layer: Layer, activation: string): Output {
  const units = sizeOf(symbol);
  const ends = `ends in a ${activation} (layer "${layer.name}")`;
  if (units > 1) {
    const expected =
      'a softmax or logits over all classes; with one sigmoid per class an input can have several labels';
    return { kind: 'unreadable', reason: ends, expected };
  }
  const expected = 'a softmax or logits over all classes, or one sigmoid unit for two classes';
  const difference = activation === 'sigmoid' ? withoutActivation(layer, symbol.inputs[0]) : undefined;
  if (!difference) return { kind: 'unreadable', reason: ends, expected };
  const logits = (): SymbolicTensor => new LogitsOfTwo().apply(flat(difference())) as SymbolicTensor;
  return { kind: 'probabilities', classes: 2, logits, logarithm: false, single: true };
}

function computed(layer: Layer): Output {
  const reason = `computes on probabilities in the layer "${layer.name}" (${layer.getClassName()}), so its logits cannot be read`;
  return { kind: 'unreadable', reason };
}

const hasKernel = (layer: Layer): boolean => layer.weights.some((weight) => isKernel(weight) || isEmbedding(weight));

const isActivation = (layer: Layer): boolean => ['Activation', 'Softmax'].includes(layer.getClassName());

function flat(symbol: SymbolicTensor): SymbolicTensor {
  return symbol.shape.length === 2
    ? symbol
    : (tfl.layers.flatten({ name: ownName('flatten') }).apply(symbol) as SymbolicTensor);
}
