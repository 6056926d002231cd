import { tf, type LayersModel, type SymbolicTensor, type Tensor, type Tensor2D } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { functionLayers, innerLayer, noiseLayers, repeatedAxes, type Layer } from './layers.ts';
import { lastSymbolsOf } from './outputs.ts';

/** A layer with units or channels, and its output after normalisation and activation. */
export interface Units {
  readonly layer: Layer;
  readonly output: SymbolicTensor;
  /** The axis of the output that counts the neurons. */
  readonly axis: number;
}

/** The layers with units or channels that do not make the logits, from input to output. */
export function hiddenUnits(model: LayersModel): Units[] {
  const symbols = symbolsOf(model);
  const last = new Set(lastSymbolsOf(model));
  const consumers = (symbol: SymbolicTensor): SymbolicTensor[] =>
    symbols.filter(({ inputs }) => inputs.includes(symbol));
  return symbols
    .filter((symbol) => hasUnits(symbol) && !last.has(symbol))
    .map((symbol) => {
      let output = symbol;
      let next = consumers(output);
      while (next.length === 1 && follows.has(innerLayer(sourceOf(next[0])).getClassName())) {
        output = next[0];
        next = consumers(output);
      }
      return { layer: sourceOf(symbol), output, axis: axisOf(symbol) };
    });
}

/** Whether a symbol is the output of a layer with units, and not a state of a recurrent one. */
function hasUnits(symbol: SymbolicTensor): boolean {
  const layer = innerLayer(sourceOf(symbol));
  const { returnState } = layer.getConfig() as { returnState?: boolean };
  return withUnits.test(layer.getClassName()) && !(returnState && (symbol.outputTensorIndex ?? 0) > 0);
}

/** The last axis, or that of the channels if these come first. */
function axisOf(symbol: SymbolicTensor): number {
  const { dataFormat, returnSequences } = innerLayer(sourceOf(symbol)).getConfig() as LayoutConfig;
  if (dataFormat !== 'channelsFirst') return symbol.shape.length - 1;
  return (returnSequences ? 2 : 1) + repeatedAxes(sourceOf(symbol));
}

interface LayoutConfig {
  readonly dataFormat?: string | null;
  readonly returnSequences?: boolean;
}

const withUnits = /^(Dense|\w*Conv\dD\w*|SimpleRNN|LSTM|GRU|RNN|ConvLSTM2D)$/;

/** Layers that keep neurons apart, and whose output counts as that of the neurons. */
const follows = new Set<string>([
  ...['BatchNormalization', 'LayerNormalization', 'Activation'],
  ...functionLayers,
  ...noiseLayers,
]);

/** [batch, ...places, neurons, ...places] -> [batch, neurons]. */
export function meanOverPlaces(output: Tensor, axis: number): Tensor2D {
  const neurons = output.shape[axis];
  const places = tf.util.sizeFromShape(output.shape.slice(1)) / neurons;
  if (places === 1) return tf.reshape(output, [-1, neurons]);
  const before = tf.util.sizeFromShape(output.shape.slice(1, axis));
  const rows = tf.reshape(output, [-1, before, neurons, places / before]);
  const sums = places === before ? tf.sum(tf.reshape(rows, [-1, places, neurons]), 1) : tf.sum(rows, [1, 3]);
  return tf.mul(sums, 1 / places) as Tensor2D;
}
