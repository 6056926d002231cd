import { setImmediate } from 'node:timers/promises';
import type { Budget } from '../../budget.ts';
import type { Split } from '../../datasets/contract.ts';
import { itemSize } from '../../splits/index.ts';
import { tf } from '../../engine/tensors.ts';
import { boundedBatch, gradientBytes } from '../../models/network/batch-size.ts';
import type { Network } from '../../models/network/contract.ts';
import { boundAt, type InputRange } from '../../norms/range.ts';
import type { Progress } from '../../progress.ts';
import { createRandom } from '../../random/index.ts';
import { gradientNorms } from './gradient-norms.ts';
import type { ScoredInput } from './leads.ts';
import type { CleverSettings } from './options.ts';
import { uniformInBall } from './uniform-in-ball.ts';

/**
 * Gradient norms at uniform points of the ball around every input, clipped to the input range. Each input draws from its own
 * stream. The points of all inputs form one queue, so batches are full however few points an input has.
 *
 * @returns for each input and lead, [points]; if the budget ends, only for the first inputs
 */
export async function sampledNorms(
  classifier: Network,
  split: Split,
  inputs: readonly ScoredInput[],
  options: CleverSettings,
  { progress, budget }: { readonly progress?: Progress; readonly budget?: Budget },
): Promise<Float32Array[][]> {
  const { norm, radius, batches, samples, poolFactor, seed } = options;
  const batchSize = options.batchSize ?? boundedBatch(128, gradientBytes(classifier.model, 2));
  const length = itemSize(split);
  const points = (poolFactor ?? batches) * samples;
  const total = inputs.length * points;
  const root = createRandom(seed).fork('clever', norm);
  const norms = inputs.map(({ leads }) => leads.map(() => new Float32Array(points)));
  const point = new Float32Array(length);
  const report = reporterOf(total, progress);

  let stream = root;
  for (let from = 0; from < total; from += batchSize) {
    if (budget?.left() === 0) return norms.slice(0, Math.floor(from / points));
    const pairs = Array.from({ length: Math.min(batchSize, total - from) }, (_, i) => from + i);
    const inputOf = pairs.map((pair) => inputs[Math.floor(pair / points)]);
    const values = new Float32Array(pairs.length * length);
    pairs.forEach((pair, i) => {
      const { position } = inputOf[i];
      if (pair % points === 0) stream = root.fork(position);
      uniformInBall(point, norm, radius, stream);
      const clean = split.inputs.subarray(position * length, (position + 1) * length);
      values.set(clipped(clean, point, classifier.inputRange), i * length);
    });

    const x = tf.tensor(values, [pairs.length, ...split.itemShape]);
    try {
      const sampled = await gradientNorms(classifier, x, inputOf, norm);
      pairs.forEach((pair, i) => {
        norms[Math.floor(pair / points)].forEach((values, lead) => (values[pair % points] = sampled[lead][i]));
      });
    } finally {
      x.dispose();
    }
    report(from + pairs.length);
    await setImmediate();
  }
  return norms;
}

function clipped(clean: ArrayLike<number>, shift: Float32Array, [lowest, highest]: InputRange): Float32Array {
  return shift.map((value, i) => Math.min(boundAt(highest, i), Math.max(boundAt(lowest, i), clean[i] + value)));
}

function reporterOf(total: number, progress: Progress | undefined): (done: number) => void {
  const start = performance.now();
  return (done) => {
    const secondsLeft = (((performance.now() - start) / 1000) * (total - done)) / done;
    progress?.({ task: 'clever', done, total, secondsLeft });
  };
}
