import { defineAcquisition } from './define.ts';
import { scorePerInput } from './scores/score-per-input.ts';

export interface NeuronCoverageOptions {
  /** A neuron whose output is larger is active. @defaultValue 0 */
  readonly threshold: number;
  /** Outputs are first scaled to [0, 1] over the neurons of their layer, for each input. @defaultValue false */
  readonly scaled: boolean;
}

/**
 * Neuron coverage: query the inputs that activate most neurons.
 *
 *   a(x) = |{ neurons with output(x) > threshold }| / |neurons|
 *
 * The variant of Hu et al. 2021, one value per input; their code is `{ scaled: true, threshold: 0.2 }`, the softmax counted as
 * neurons too.
 *
 * Needs `activations`; scores [pool], within [0, 1].
 * @see Hu et al. 2021, eq. 6; Pei et al. 2017, arXiv:1705.06640
 */
export const neuronCoverage = defineAcquisition({
  name: 'neuronCoverage',
  needs: () => ({ activations: { ranges: false } }),
  defaults: { threshold: 0, scaled: false } as NeuronCoverageOptions,
  score: ({ size, activations }, { threshold, scaled }, progress) => {
    const { neurons, layers } = activations;
    return scorePerInput(size, activations, progress, (outputs) => {
      if (!scaled) return countAbove(outputs, threshold) / neurons;
      const active = layers.map(({ start, end }) => countAbove(scale(outputs.subarray(start, end)), threshold));
      return active.reduce((a, b) => a + b) / neurons;
    });
  },
});

function countAbove(values: Float32Array | Float64Array, threshold: number): number {
  let count = 0;
  for (let j = 0; j < values.length; j++) if (values[j] > threshold) count++;
  return count;
}

/** The outputs of a layer in [0, 1], from the smallest to the largest; 0 where all are equal. */
function scale(layer: Float32Array): Float64Array {
  const low = layer.reduce((a, b) => Math.min(a, b), Infinity);
  const width = layer.reduce((a, b) => Math.max(a, b), -Infinity) - low;
  return Float64Array.from(layer, (output) => (width > 0 ? (output - low) / width : 0));
}
