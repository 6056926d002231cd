import { defineAcquisition } from './define.ts';
import { scorePerInput } from './scores/score-per-input.ts';

export interface NeuronCoverageOptions {
  /** A neuron with a larger output is active. @defaultValue 0 */
  readonly threshold: number;
  /** First scale each input's outputs to [0, 1] within each layer. @defaultValue false */
  readonly scaled: boolean;
}

/**
 * Neuron coverage: query the inputs that activate the most neurons.
 *
 *   a(x) = |{ neurons with output(x) > threshold }| / |neurons|
 *
 * This is the variant of Hu et al. 2021, one value per input. Their code corresponds to `{ scaled: true, threshold: 0.2 }` and
 * also counts the softmax outputs as neurons.
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

/** Scales the outputs of a layer linearly to [0, 1]; 0 if all are equal. */
function scale(layer: Float32Array): Float64Array {
  const low = layer.reduce((a, b) => Math.min(a, b), Infinity);
  const width = layer.reduce((a, b) => Math.max(a, b), -Infinity) - low;
  return Float64Array.from(layer, (output) => (width > 0 ? (output - low) / width : 0));
}
