import type { Split } from '../datasets/contract.ts';
import { tf } from '../engine/tensors.ts';
import { NumericalError } from '../errors.ts';
import { boundedBatch, forwardBytes } from '../models/network/batch-size.ts';
import { mapBatches } from '../models/network/batches.ts';
import type { Network } from '../models/network/contract.ts';
import { isSimulated } from '../models/network/simulation.ts';
import { predictionsOnWorkers } from '../workers/passes.ts';

/** Largest number of inputs per forward pass. */
const mostInputs = 256;

/**
 * The predicted classes of several classifiers: on worker threads, if there are any, one classifier after the other; else in one pass over
 * the data, where every batch goes through all classifiers.
 *
 * @returns for each classifier, [inputs]
 * @throws NumericalError if a logit is not finite
 */
export async function predictionsOfAll(classifiers: readonly Network[], split: Split): Promise<Int32Array[]> {
  const known = new Map<Network, Int32Array>();
  for (const classifier of classifiers) {
    const predicted = await predictionsOnWorkers(classifier, split);
    if (predicted) known.set(classifier, predicted);
  }
  const others = classifiers.filter((classifier) => !known.has(classifier));
  const rest = others.length > 0 ? await inOnePass(others, split) : [];
  others.forEach((classifier, at) => known.set(classifier, rest[at]));
  return classifiers.map((classifier) => known.get(classifier) as Int32Array);
}

async function inOnePass(classifiers: readonly Network[], split: Split): Promise<Int32Array[]> {
  const batchSize = Math.min(
    ...classifiers.map((network) => boundedBatch(mostInputs, forwardBytes(network.model, isSimulated(network)))),
  );
  const { data, columns } = await mapBatches(split, classifiers.length, batchSize, (x) =>
    tf.stack(
      classifiers.map((classifier) =>
        tf.tidy(() => {
          const logits = classifier.logits(x); // [batch, classes]
          const broken = tf.mul(tf.sum(logits, 1), 0); // 0, or NaN where a logit is not finite
          return tf.add(tf.argMax(logits, 1), broken);
        }),
      ),
      1,
    ),
  );
  const broken = data.findIndex((predicted) => !Number.isFinite(predicted));
  if (broken >= 0) {
    throw new NumericalError(
      `The logits of "${classifiers[broken % columns].name}" for input ${Math.floor(broken / columns)} are not finite.\n` +
        'Expected finite numbers.\nCheck the weights and the inputs of the model for values that overflow.',
    );
  }
  return classifiers.map((_, column) =>
    Int32Array.from({ length: split.size }, (_, row) => data[row * columns + column]),
  );
}
