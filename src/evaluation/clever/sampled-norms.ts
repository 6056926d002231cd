import { setImmediate } from 'node:timers/promises';
import type { Budget } from '../../budget.ts';
import type { Split } from '../../datasets/contract.ts';
import { itemSize } from '../../splits/index.ts';
import { tf } from '../../engine/tensors.ts';
import { boundedBatch, gradientBytes } from '../../models/network/batch-size.ts';
import { atEmbedding } from '../../models/network/at-embedding.ts';
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
 * stream. The points of all inputs form one queue, so batches are full however few points an input has. Token ids move at their embedding.
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
  const { network, length, itemShape, movedBy } = placeOf(classifier, split);
  const points = (poolFactor ?? batches) * samples;
  const total = inputs.length * points;
  const root = createRandom(seed).fork('clever', norm);
  const norms = inputs.map(({ leads }) => leads.map(() => new Float32Array(points)));
  const point = new Float32Array(length);
  const columns = itemShape.reduce((product, size) => product * size, 1);
  const report = reporterOf(total, progress);

  let stream = root;
  for (let from = 0; from < total; from += batchSize) {
    if (budget?.left() === 0) return norms.slice(0, Math.floor(from / points));
    const pairs = Array.from({ length: Math.min(batchSize, total - from) }, (_, i) => from + i);
    const inputOf = pairs.map((pair) => inputs[Math.floor(pair / points)]);
    const values = new Float32Array(pairs.length * columns);
    pairs.forEach((pair, i) => {
      const { position } = inputOf[i];
      if (pair % points === 0) stream = root.fork(position);
      uniformInBall(point, norm, radius, stream);
      values.set(movedBy(position, point), i * columns);
    });

    const x = tf.tensor(values, [pairs.length, ...itemShape]);
    try {
      const sampled = await gradientNorms(network, x, inputOf, norm);
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

/** Where inputs move: the values of an item, or the vectors of its tokens. */
interface Place {
  readonly network: Network;
  /** Number of values that move. */
  readonly length: number;
  /** Shape of an item of `network`. */
  readonly itemShape: readonly number[];
  /** The item at a position, moved. */
  readonly movedBy: (position: number, shift: Float32Array) => Float32Array;
}

function placeOf(classifier: Network, split: Split): Place {
  const { itemShape, inputs } = split;
  const length = itemSize(split);
  const itemAt = (position: number) => inputs.subarray(position * length, (position + 1) * length);
  const walk = inputs instanceof Int32Array ? atEmbedding(classifier) : undefined;
  if (!walk) {
    const movedBy: Place['movedBy'] = (position, shift) => clipped(itemAt(position), shift, classifier.inputRange);
    return { network: classifier, length, itemShape, movedBy };
  }
  const [, width] = walk.network.itemShape; // values per token, the last of which is its id
  let last: { position: number; vectors: Float32Array } = { position: -1, vectors: new Float32Array(0) }; // one input after the other
  return {
    network: walk.network,
    length: length * (width - 1),
    itemShape: walk.network.itemShape,
    movedBy: (position, shift) => {
      if (last.position !== position) last = { position, vectors: walk.embed(itemAt(position) as Int32Array) };
      const moved = Float32Array.from(last.vectors);
      for (let at = 0, from = 0; at < moved.length; at++) if (at % width < width - 1) moved[at] += shift[from++];
      return moved;
    },
  };
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
