import type { Activations } from '../../../src/acquisition/index.ts';
import { matrixOf } from './matrix.ts';

/** Returns activations of two layers with half of the neurons each, streamed two inputs at a time. */
export function activationsOf(outputs: number[][], low: number[], high: number[]): Activations {
  const neurons = low.length;
  return {
    neurons,
    layers: [
      { name: 'first', start: 0, end: neurons / 2 },
      { name: 'second', start: neurons / 2, end: neurons },
    ],
    low: Float32Array.from(low),
    high: Float32Array.from(high),
    batches: async function* () {
      for (let start = 0; start < outputs.length; start += 2) yield matrixOf(outputs.slice(start, start + 2));
    },
  };
}
