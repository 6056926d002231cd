import { setImmediate } from 'node:timers/promises';
import type { Split } from '../datasets/contract.ts';
import { itemSize, subset } from '../datasets/split.ts';
import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor1D } from '../engine/tensors.ts';
import type { Classifier } from '../models/contract.ts';
import { integerFrom, resolveOptions } from '../options.ts';
import { createRandom } from '../random/index.ts';
import { settings } from '../settings.ts';
import { checkEpsilon } from './ball.ts';
import type { Attack, AttackOptions, AttackResult } from './contract.ts';
import { checkFinite, checkInputs, isCorrect } from './judge.ts';

/** What running an attack needs to know of it. */
export interface Runnable extends Pick<Attack, 'name' | 'norm' | 'craft'> {
  /** How often inputs that still stand are attacked. */
  readonly restarts: number;
}

/**
 * Attacks a split in batches of the inputs that are still classified correctly: those that are misclassified when clean
 * are left alone, and each restart gathers full batches of what the ones before it left standing. Whether a candidate
 * succeeds is judged by predicting again.
 */
export async function runAttack(
  attack: Runnable,
  classifier: Classifier,
  split: Split,
  options: AttackOptions,
): Promise<AttackResult> {
  const { name, norm, restarts } = attack;
  const { epsilon, seed = settings().seed } = options;
  const { batchSize } = resolveOptions(
    name,
    { batchSize: 128 },
    { batchSize: options.batchSize },
    { batchSize: integerFrom(1) },
  );
  checkEpsilon(name, epsilon, norm, classifier);
  checkInputs(name, split, classifier);

  const adversarial = Float32Array.from(split.inputs);
  const correct = new Uint8Array(split.size);
  const broken = new Uint8Array(split.size);
  const length = itemSize(split);

  for (const positions of batchesOf(Array.from(correct.keys()), batchSize)) {
    const verdict = await withBatch(split, positions, (x, y) => isCorrect(name, classifier, x, y));
    positions.forEach((position, item) => (correct[position] = verdict[item]));
    await setImmediate();
  }

  let standing = Array.from(correct.keys()).filter((position) => correct[position]);
  const report = progressOf(name, standing.length, restarts, options);
  for (let restart = 0; restart < restarts && standing.length > 0; restart++) {
    const random = createRandom(seed).fork(name, restart);
    for (const positions of batchesOf(standing, batchSize)) {
      await withBatch(split, positions, async (x, y) => {
        const candidates = attack.craft({ classifier, x, y, epsilon, random, positions, restart });
        try {
          const values = (await candidates.data()) as Float32Array;
          checkFinite(name, values);
          const verdict = await isCorrect(name, classifier, candidates, y);
          positions.forEach((position, item) => {
            adversarial.set(values.subarray(item * length, (item + 1) * length), position * length);
            broken[position] = verdict[item] ? 0 : 1;
          });
        } finally {
          candidates.dispose();
        }
      });
      report(restart, positions);
      await setImmediate();
    }
    standing = standing.filter((position) => !broken[position]);
  }
  return { adversarial, correct, broken };
}

function batchesOf(positions: readonly number[], batchSize: number): number[][] {
  const count = Math.ceil(positions.length / batchSize);
  return Array.from({ length: count }, (_, batch) => positions.slice(batch * batchSize, (batch + 1) * batchSize));
}

/** Lends the inputs [batch, ...itemShape] and labels [batch] at the positions as tensors. */
async function withBatch<T>(
  split: Split,
  positions: readonly number[],
  work: (x: Tensor, y: Tensor1D) => Promise<T>,
): Promise<T> {
  const batch = subset(split, positions);
  const x = tf.tensor(batch.inputs, [batch.size, ...batch.itemShape]);
  const y = tf.tensor1d(batch.labels, 'int32');
  try {
    return await work(x, y);
  } finally {
    tf.dispose([x, y]);
  }
}

/**
 * Reports in attempts: an attempt is one input in one restart. What a restart breaks needs no further ones, so that the
 * time left is an upper bound that shrinks faster than the clock.
 */
function progressOf(task: string, inputs: number, restarts: number, { progress }: AttackOptions) {
  const start = performance.now();
  const total = inputs * restarts;
  let attempts = 0;
  return (restart: number, positions: readonly number[]): void => {
    attempts += positions.length;
    const done = Math.min(total, Math.max(attempts, restart * inputs));
    const secondsLeft = (((performance.now() - start) / 1000) * (total - done)) / attempts;
    progress?.({ task, done, total, secondsLeft });
  };
}
