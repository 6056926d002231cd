import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor, type Tensor2D } from '../../engine/tensors.ts';
import { InvalidModelError, NumericalError } from '../../errors.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { boundedBatch, forwardBytes } from './batch-size.ts';
import { inputsBetween } from './batches.ts';
import type { Network } from './contract.ts';
import { assertItemShape } from './item-shape.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import type { Layer } from './layers.ts';
import { sequenceOf } from './sequence.ts';
import { simulationOf } from './simulation.ts';

/** The hidden neurons of a network: one per unit of a dense layer, one per channel of a convolution. */
export interface HiddenNeurons {
  readonly neurons: number;
  /** Layers from input to output; each has the neurons [start, end). */
  readonly layers: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  /** Yields the outputs of the neurons for every input, in batches [batch, neurons]. */
  outputs(split: Split): AsyncGenerator<Matrix, void, undefined>;
}

/** Largest number of inputs per forward pass. */
const mostInputs = 256;

/**
 * Returns the neurons of every dense and convolutional layer except the last. Outputs are taken after a normalisation or
 * activation that is the only next layer; the output of a channel is its mean over positions. Nested models are skipped.
 *
 * @throws InvalidModelError if there are none
 * @see Pei et al. 2017, arXiv:1705.06640, section 4.1; Ma et al. 2018, arXiv:1803.07519, section 3 (a channel is a neuron)
 */
export function hiddenNeurons(classifier: Network): HiddenNeurons {
  const { model, name, itemShape } = classifier;
  const units = unitsOf(model).slice(0, -1);
  if (units.length === 0) throw noHiddenNeurons(name);
  const ends = units.reduce<number[]>(
    (sums, { output }) => [...sums, (sums.at(-1) ?? 0) + (output.shape.at(-1) ?? 0)],
    [],
  );
  const layers = units.map(({ layer }, i) => ({ name: layer.name, start: ends[i - 1] ?? 0, end: ends[i] }));
  const neurons = ends[ends.length - 1];
  const network = tfl.model({ inputs: model.inputs, outputs: units.map(({ output }) => output) });
  const prepare = simulationOf(classifier)?.input ?? ((x: Tensor) => x);
  const sequence = sequenceOf(network, 'means');
  const batchSize = boundedBatch(mostInputs, forwardBytes(network));
  const run = (x: Tensor): Tensor2D => {
    const h = prepare(x);
    const outputs = sequence(h) ?? [network.apply(h, { training: false }) as Tensor | Tensor[]].flat();
    return tf.concat(outputs.map(meanOverPlaces), 1);
  };
  return {
    neurons,
    layers,
    outputs: async function* (split) {
      assertItemShape(split, { itemShape, name });
      for (let start = 0; start < split.size; start += batchSize) {
        const end = Math.min(start + batchSize, split.size);
        const rows = tf.tidy(() => run(inputsBetween(split, start, end)));
        try {
          yield finite({ data: (await rows.data()) as Float32Array, rows: end - start, columns: neurons }, name);
        } finally {
          rows.dispose();
        }
        await setImmediate();
      }
    },
  };
}

/** The layers with units or channels, from input to output, each with its output after normalisation and activation. */
function unitsOf(model: LayersModel): { layer: Layer; output: SymbolicTensor }[] {
  const symbols = symbolsOf(model);
  const consumers = (symbol: SymbolicTensor): SymbolicTensor[] =>
    symbols.filter(({ inputs }) => inputs.includes(symbol));
  return symbols
    .filter((symbol) => hasUnits.test(sourceOf(symbol).getClassName()))
    .map((symbol) => {
      let output = symbol;
      let next = consumers(output);
      while (next.length === 1 && follows.has(sourceOf(next[0]).getClassName())) {
        output = next[0];
        next = consumers(output);
      }
      return { layer: sourceOf(symbol), output };
    });
}

const hasUnits = /^(Dense|\w*Conv\dD\w*)$/;

const follows = new Set(['BatchNormalization', 'Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU']);

/** [batch, ...places, neurons] -> [batch, neurons]. */
function meanOverPlaces(output: Tensor): Tensor2D {
  const neurons = output.shape[output.shape.length - 1];
  const places = tf.util.sizeFromShape(output.shape.slice(1, -1));
  if (places === 1) return tf.reshape(output, [-1, neurons]);
  return tf.mul(tf.sum(tf.reshape(output, [-1, places, neurons]), 1), 1 / places) as Tensor2D;
}

function noHiddenNeurons(name: string): InvalidModelError {
  return new InvalidModelError(
    `The model "${name}" has no hidden neurons.\nExpected a dense or convolutional layer before the last one.\n` +
      'Choose an acquisition function that does not use activations.',
  );
}

function finite(matrix: Matrix, name: string): Matrix {
  let at = 0;
  while (at < matrix.data.length && Number.isFinite(matrix.data[at])) at++;
  if (at === matrix.data.length) return matrix;
  throw new NumericalError(
    `The activation of neuron ${at % matrix.columns} of the model "${name}" is ${matrix.data[at]}.\n` +
      'Expected finite numbers.\nCheck the weights and the inputs of the model for values that overflow.',
  );
}
