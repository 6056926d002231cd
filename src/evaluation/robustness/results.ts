import { resultOf } from '../../attack-answers.ts';
import type {
  AnyAttack,
  AnyAttackResult,
  Attack,
  AttackOptions,
  AttackResult,
  TextAttackResult,
} from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { isTextAttack } from '../../family-members.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { itemSize } from '../../splits/index.ts';
import { runOnWorkers } from '../../workers/attack.ts';

/** Attacks some items of a split: numbers on worker threads if there are any, texts on the main thread. */
export async function runChecked(
  attack: AnyAttack,
  model: Classifier | Predictor,
  split: Split,
  { dropBroken, ...options }: AttackOptions,
): Promise<AnyAttackResult> {
  const result = isTextAttack(attack)
    ? await attack.run(model, split, { ...options, epsilon: options.epsilon as number })
    : await runOnWorkers(attack as Attack, model, split, { ...options, dropBroken });
  return resultOf(attack, result, split.size);
}

/** Whether a result is that of an attack on texts. */
export const isTextResult = (result: AnyAttackResult): result is TextAttackResult => 'queries' in result;

/**
 * Gathers the results of items, each from the run that decided it.
 *
 * @param from - the result that holds an item, at the position of the item
 * @returns one entry per item, in their order
 */
export function gathered(
  items: readonly number[],
  from: (item: number) => AnyAttackResult,
  split: Split,
): AnyAttackResult {
  const pick = <T>(read: (result: AnyAttackResult, item: number) => T): T[] =>
    items.map((item) => read(from(item), item));
  const shared = {
    correct: Uint8Array.from(pick(({ correct }, item) => correct[item])),
    broken: Uint8Array.from(pick(({ broken }, item) => broken[item])),
    predicted: Int32Array.from(pick(({ predicted }, item) => predicted[item])),
    distances: Float64Array.from(pick(({ distances }, item) => distances[item])),
    brokenBy: pick(({ brokenBy }, item) => brokenBy[item]),
  };
  const results = [...new Set(items.map(from))];
  return results.length > 0 && results.every(isTextResult)
    ? { ...shared, ...textsOf(items, from as (item: number) => TextAttackResult, results) }
    : { ...shared, ...numbersOf(items, from as (item: number) => AttackResult, itemSize(split)) };
}

type Shared = 'correct' | 'broken' | 'predicted' | 'distances' | 'brokenBy';

function textsOf(
  items: readonly number[],
  from: (item: number) => TextAttackResult,
  results: readonly TextAttackResult[],
): Omit<TextAttackResult, Shared> {
  return {
    adversarial: items.map((item) => from(item).adversarial[item]),
    changes: items.map((item) => from(item).changes[item]),
    queries: Int32Array.from(items, (item) => from(item).queries[item]),
    stoppedBy: items.map((item) => from(item).stoppedBy[item]),
    predictedTexts: results.reduce((sum, { predictedTexts }) => sum + predictedTexts, 0),
  };
}

function numbersOf(
  items: readonly number[],
  from: (item: number) => AttackResult,
  length: number,
): Omit<AttackResult, Shared> {
  const adversarial = new Float32Array(items.length * length);
  items.forEach((item, row) => {
    adversarial.set(from(item).adversarial.subarray(item * length, (item + 1) * length), row * length);
  });
  return { adversarial, brokenWith: items.map((item) => from(item).brokenWith?.[item] ?? null) };
}
