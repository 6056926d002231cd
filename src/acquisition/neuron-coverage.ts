import { defineAcquisition } from './define.ts';
import { scorePerInput } from './score-per-input.ts';

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
  needs: ['activations'],
  defaults: { threshold: 0, scaled: false } as NeuronCoverageOptions,
  score: ({ size, activations }, { threshold, scaled }, progress) => {
    const { neurons, layers } = activations;
    return scorePerInput(size, activations, progress, (outputs) => {
      let active = 0;
      for (const { start, end } of layers) {
        const layer = outputs.subarray(start, end);
        const [low, width] = scaled ? rangeOf(layer) : [0, 1];
        for (let j = 0; j < layer.length; j++) if ((width > 0 ? (layer[j] - low) / width : 0) > threshold) active++;
      }
      return active / neurons;
    });
  },
});

/** The smallest number, and how far the largest is above it. */
function rangeOf(layer: Float32Array): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let j = 0; j < layer.length; j++) {
    low = Math.min(low, layer[j]);
    high = Math.max(high, layer[j]);
  }
  return [low, high - low];
}
