import type { Progress } from '../../progress.ts';
import type { Activations } from '../../signals/contract.ts';

/**
 * Scores every pool input by its neuron outputs, one batch at a time.
 *
 * @param score - returns the score of one input, given the outputs of all neurons
 * @returns scores, [pool]
 */
export async function scorePerInput(
  size: number,
  activations: Activations,
  progress: Progress,
  score: (outputs: Float32Array) => number,
): Promise<Float64Array> {
  const scores = new Float64Array(size);
  let done = 0;
  for await (const { data, rows, columns } of activations.batches()) {
    for (let row = 0; row < rows; row++) scores[done++] = score(data.subarray(row * columns, (row + 1) * columns));
    progress({ task: 'select', done, total: size });
  }
  return scores;
}
