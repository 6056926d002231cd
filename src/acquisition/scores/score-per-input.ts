import { InvalidDataError } from '../../errors.ts';
import { checkShape } from '../../matrix/check-matrix.ts';
import type { Progress } from '../../progress.ts';
import { settleUnseen } from '../../settle-unseen.ts';
import { show } from '../../show.ts';
import type { Activations } from '../../signals/contract.ts';

/**
 * Scores every pool input by its neuron outputs, one batch at a time.
 *
 * @param score - returns the score of one input, given the outputs of all neurons
 * @returns scores, [pool]
 * @throws InvalidDataError if the batches are not those of the pool
 */
export async function scorePerInput(
  size: number,
  activations: Activations,
  progress: Progress,
  score: (outputs: Float32Array) => number,
): Promise<Float64Array> {
  const batches: unknown = activations.batches();
  if (!isStream(batches)) {
    settleUnseen(batches);
    throw notOfPool(show(batches), size);
  }
  const scores: number[] = []; // the size of a stream that users made is not known to be true
  for await (const batch of batches) {
    checkShape('A batch of activations', batch);
    const { data, rows, columns } = batch;
    if (columns !== activations.neurons || scores.length + rows > size)
      throw notOfPool(`rows ${scores.length} to ${scores.length + rows} of ${columns} values`, size);
    for (let row = 0; row < rows; row++)
      scores.push(score((data as Float32Array).subarray(row * columns, (row + 1) * columns)));
    progress({ task: 'select', done: scores.length, total: size });
  }
  if (scores.length !== size) throw notOfPool(`${scores.length} rows`, size);
  return Float64Array.from(scores);
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof (value as Partial<AsyncIterable<unknown>> | null | undefined)?.[Symbol.asyncIterator] === 'function';

const notOfPool = (received: string, size: number): InvalidDataError =>
  new InvalidDataError(
    `activations.batches() gives ${received}.\nExpected matrices with one row per input of the pool, ${size} in all, and one column per neuron.\n` +
      'Pass the activations of signalsOf(classifier, pool, { needs }).',
  );
