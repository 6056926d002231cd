import type { Split } from '../datasets/contract.ts';
import { subset } from '../splits/index.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { hiddenNeurons } from '../models/network/neurons.ts';
import type { Activations, SignalParameters } from './contract.ts';
import { partsOfPool } from './parts.ts';
import type { View } from './view.ts';

/** Returns outputs of the hidden neurons: computes ranges over the labelled set now, and streams the pool on request. */
export async function activations(
  view: View,
  { ranges = true }: SignalParameters['activations'],
): Promise<Activations> {
  const { neurons, layers, outputs } = hiddenNeurons(view.classifier);
  const { low, high } = await rangesOf(ranges ? view.labelled : subset(view.labelled, []), neurons, outputs);
  return {
    neurons,
    layers,
    low,
    high,
    batches: async function* () {
      for await (const part of partsOfPool(view)) yield* outputs(part);
    },
  };
}

async function rangesOf(
  labelled: Split,
  neurons: number,
  outputs: (split: Split) => AsyncIterable<Matrix>,
): Promise<{ low: Float32Array; high: Float32Array }> {
  const low = new Float32Array(neurons).fill(Infinity);
  const high = new Float32Array(neurons).fill(-Infinity);
  for await (const { data } of outputs(labelled)) {
    for (let at = 0; at < data.length;) {
      for (let neuron = 0; neuron < neurons; neuron++, at++) {
        if (data[at] < low[neuron]) low[neuron] = data[at];
        if (data[at] > high[neuron]) high[neuron] = data[at];
      }
    }
  }
  return { low, high };
}
