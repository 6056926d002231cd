import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { itemSize, subset, validateSplit } from '../../splits/index.ts';
import { tf } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { isNetwork } from '../../models/network/network-of.ts';
import { queriedModel } from '../../models/predictor.ts';
import { integerFrom, resolveOptions } from '../../options.ts';
import { createRandom } from '../../random/index.ts';
import { settings } from '../../settings.ts';
import { checkEpsilon } from '../../norms/ball.ts';
import { progressOf, type Attempt } from './attempts.ts';
import type { Attack, AttackOptions, AttackResult } from '../contract.ts';
import { checkFinite, checkInputs, predictedClasses } from './judge.ts';
import { distanceOf } from '../../norms/distance.ts';

/** What running an attack needs to know of it. */
export interface Runnable extends Pick<Attack, 'name' | 'norm' | 'access'> {
  /** In order of cost, for a model of so many classes. */
  readonly attempts: (classes: number) => readonly Attempt[];
}

/**
 * Attacks a split in batches of the inputs that are still classified correctly: those that are misclassified when clean
 * are left alone, and each attempt gathers full batches of what the ones before it left standing. Whether a candidate
 * succeeds is judged by predicting again.
 */
export async function runAttack(
  attack: Runnable,
  given: Classifier | Predictor,
  split: Split,
  options: AttackOptions,
): Promise<AttackResult> {
  const { name, norm } = attack;
  const { epsilon, seed = settings().seed, dropBroken = true } = options;
  const { batchSize } = resolveOptions(
    name,
    { batchSize: 128 },
    { batchSize: options.batchSize },
    { batchSize: integerFrom(1) },
  );
  checkAccess(attack, given);
  const what = `the split that ${name} attacks`;
  validateSplit(split, given.classes ?? Number.POSITIVE_INFINITY, what);
  const model = await queriedModel(given, split);
  if (given.classes === undefined) validateSplit(split, model.classes, what);
  checkEpsilon(name, epsilon, norm, model);
  checkInputs(name, split, model);

  const adversarial = new Float32Array(split.inputs);
  const predicted = new Int32Array(split.size);
  const brokenBy = Array.from({ length: split.size }, (): string | null => null);
  const length = itemSize(split);
  const item = (values: Float32Array, at: number): Float32Array => values.subarray(at * length, (at + 1) * length);

  for (const positions of batchesOf(Array.from(predicted.keys()), batchSize)) {
    const { inputs } = subset(split, positions);
    const classes = await predictedClasses(name, model, inputs as Float32Array, positions.length);
    positions.forEach((position, at) => (predicted[position] = classes[at]));
    await setImmediate();
  }

  const correct = Uint8Array.from(split.labels, (label, at) => Number(predicted[at] === label));
  let standing = Array.from(correct.keys()).filter((position) => correct[position]);
  const attempts = attack.attempts(model.classes);
  const report = progressOf(name, standing.length, attempts.length, options.progress);
  for (const [index, attempt] of attempts.entries()) {
    if (standing.length === 0) break;
    const { restart, craft } = attempt;
    const random = createRandom(seed).fork(attempt.name, restart);
    for (const positions of batchesOf(standing, batchSize)) {
      const batch = subset(split, positions);
      const x = tf.tensor(batch.inputs, [batch.size, ...batch.itemShape]);
      const y = tf.tensor1d(batch.labels, 'int32');
      try {
        const classifier = model;
        const candidates = await craft({ classifier, x, y, epsilon, random, positions, restart, dropBroken });
        const values = (await candidates.data().finally(() => candidates.dispose())) as Float32Array;
        checkFinite(name, values);
        const classes = await predictedClasses(name, model, values, positions.length);
        positions.forEach((position, at) => {
          adversarial.set(item(values, at), position * length);
          predicted[position] = classes[at];
          if (classes[at] !== split.labels[position]) brokenBy[position] = attempt.name;
        });
      } finally {
        tf.dispose([x, y]);
      }
      report(index, positions);
      await setImmediate();
    }
    standing = standing.filter((position) => brokenBy[position] === null);
  }

  const broken = Uint8Array.from(brokenBy, (by) => Number(by !== null));
  const distances = Float64Array.from(correct, (hit, at) => {
    if (!hit) return 0;
    return broken[at] ? distanceOf(norm, item(adversarial, at), item(split.inputs as Float32Array, at)) : Infinity;
  });
  return { adversarial, correct, broken, predicted, distances, brokenBy };
}

/** @throws InvalidModelError where an attack that follows gradients meets a model that has none */
function checkAccess({ name, access }: Runnable, model: Classifier | Predictor): void {
  if (access === 'black-box' || isNetwork(model)) return;
  throw new InvalidModelError(
    `${name}: "${model.name ?? 'predictor'}" has predictions, but no gradients.\n` +
      `Expected a classifier, because ${name} follows the gradient of the loss.\n` +
      'Attack it with a black-box attack such as square, or wrap the network by classifier(…).',
  );
}

function batchesOf(positions: readonly number[], batchSize: number): number[][] {
  const count = Math.ceil(positions.length / batchSize);
  return Array.from({ length: count }, (_, batch) => positions.slice(batch * batchSize, (batch + 1) * batchSize));
}
