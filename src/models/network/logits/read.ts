import { tf, tfl, type SymbolicTensor } from '../../../engine/tensors.ts';
import { ownLayers } from '../../../engine/own-layers/index.ts';
import { sourceOf } from '../graph.ts';
import { activationOf, type Layer } from '../layers.ts';
import { ownName } from '../own-name.ts';
import {
  CombinedLogits,
  combinations,
  combinationsOfTwo,
  LogitsOfTwo,
  MeanOverPlaces,
  withoutActivation,
} from './layers.ts';

/** What a value of a network is. */
export type Output =
  | Probabilities
  /** A softmax per place, [batch, ...places, classes], and its logits of the same shape. */
  | { readonly kind: 'places'; readonly classes: number; readonly logits: () => SymbolicTensor }
  /** Probabilities without readable logits; why, and what was expected. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly expected?: string }
  /** Any other values. `doubtful`: they may be probabilities all the same. */
  | { readonly kind: 'values'; readonly doubtful: boolean };

/** Probabilities of classes, and their logits [batch, classes]. */
interface Probabilities {
  readonly kind: 'probabilities';
  readonly classes: number;
  readonly logits: () => SymbolicTensor;
  /** Whether the value is the logarithm of the probabilities. */
  readonly logarithm: boolean;
  /** Whether the value is one number, the probability of the second of two classes. */
  readonly single?: boolean;
  /** Logits whose softmax is the value, where it is another one: behind a second softmax. @defaultValue logits */
  readonly own?: () => SymbolicTensor;
}

/** Classes of layers that TensorFlow.js and this package bring; a user's layers are registered later. */
const stock = new Set([...Object.keys(tf.serialization.SerializationMap.getMap().classNameMap), ...ownLayers]);

/** Layers that pass on all values, in order, if they pass on as many as they get; in training, some drop values. */
const passing = new Set(
  (
    'Reshape Flatten Permute RepeatVector Dropout SpatialDropout1D GaussianNoise GaussianDropout AlphaDropout ZeroPadding2D ' +
    'Cropping2D UpSampling2D GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D'
  ).split(' '),
);
const meansOverPlaces = new Set(['GlobalAveragePooling1D', 'GlobalAveragePooling2D']);
/** Activations that change no number in [0, 1]. */
const unchanging = new Set(['relu', 'relu6', 'elu', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU']);

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
  const activation = activationOf(innerOf(layer));
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
  if (inputs.length === 1 && (input.kind === 'unreadable' || isPassedOn(symbol, layer, input))) return input;
  if (areLogits) {
    const unknown = !stock.has(layer.getClassName()) && symbol.inputs.length > 0;
    return { kind: 'values', doubtful: unknown || inputs.some((each) => each.kind === 'values' && each.doubtful) };
  }
  return readCombination(layer, inputs) ?? computed(layer);
}

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

/** Whether a layer passes on the values that it gets, unchanged. */
function isPassedOn(symbol: SymbolicTensor, layer: Layer, input: Output): boolean {
  const kind = layer.getClassName();
  const [before] = symbol.inputs;
  const function_ = kind === 'Activation' ? activationOf(layer) : kind;
  if (function_ === 'linear') return true;
  if (unchanging.has(function_)) {
    const { maxValue } = layer.getConfig() as { maxValue?: number | null };
    return input.kind !== 'values' && !('logarithm' in input && input.logarithm) && (maxValue ?? 1) >= 1;
  }
  if (!passing.has(kind) || input.kind === 'values') return false;
  if (input.kind === 'places') return symbol.shape.join() === before.shape.join() && kind !== 'Permute';
  return sizeOf(symbol) === sizeOf(before) && keepsOrder(layer, before);
}

/** Whether a layer leaves the axes with several values in their order. */
function keepsOrder(layer: Layer, { shape }: SymbolicTensor): boolean {
  const { dims, dataFormat } = layer.getConfig() as { dims?: number[]; dataFormat?: string };
  const moved = layer.getClassName() === 'Flatten' && dataFormat === 'channelsFirst';
  const order = moved ? [...shape.keys()].slice(2).concat(1) : (dims ?? []);
  const long = order.filter((axis) => shape[axis] !== 1);
  return long.every((axis, i) => i === 0 || axis > long[i - 1]);
}

function readSoftmax(
  symbol: SymbolicTensor,
  layer: Layer,
  activation: string,
  read: (symbol: SymbolicTensor) => Output,
): Output {
  const rank = symbol.shape.length;
  const { axis: own = -1 } = innerOf(layer).getConfig() as { axis?: number };
  const axis = own < 0 ? rank + own : own + Number(innerOf(layer) !== layer);
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

/** The layer that `timeDistributed` or `bidirectional` wraps, or the layer itself. */
const innerOf = (layer: Layer): Layer => (layer as { layer?: Layer }).layer ?? layer;

const hasKernel = (layer: Layer): boolean =>
  layer.weights.some(({ originalName }) => /(kernel|embeddings)$/.test(originalName));

const isActivation = (layer: Layer): boolean => ['Activation', 'Softmax'].includes(layer.getClassName());

const sizeOf = ({ shape }: SymbolicTensor): number => tf.util.sizeFromShape(shape.slice(1) as number[]);

function flat(symbol: SymbolicTensor): SymbolicTensor {
  return symbol.shape.length === 2
    ? symbol
    : (tfl.layers.flatten({ name: ownName('flatten') }).apply(symbol) as SymbolicTensor);
}
