import type { AttackResult } from '../attacks/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { gatherRows } from '../matrix/rows.ts';
import { itemSize } from '../splits/index.ts';
import type { Finished } from './blocks.ts';
import type { AttackedItems } from './contract.ts';

/** The results on some items, in their order. */
export function itemsOf(result: AttackResult, items: readonly number[], length: number): AttackedItems {
  return {
    adversarial: gatherRows(result.adversarial, items, length),
    correct: Uint8Array.from(items, (item) => result.correct[item]),
    broken: Uint8Array.from(items, (item) => result.broken[item]),
    predicted: Int32Array.from(items, (item) => result.predicted[item]),
    distances: Float64Array.from(items, (item) => result.distances[item]),
    brokenBy: items.map((item) => result.brokenBy[item]),
    brokenWith: items.map((item) => result.brokenWith?.[item] ?? null),
  };
}

/** The result of an attack from those of its blocks, as the attack returns it. */
export function joined(blocks: readonly Finished<AttackedItems>[], split: Split): AttackResult {
  const { size, inputs } = split;
  const length = itemSize(split);
  const whole = {
    adversarial: new Float32Array(inputs),
    correct: new Uint8Array(size),
    broken: new Uint8Array(size),
    predicted: new Int32Array(size).fill(-1),
    distances: new Float64Array(size),
    brokenBy: Array.from({ length: size }, (): string | null => null),
    brokenWith: Array.from({ length: size }, (): AttackedItems['brokenWith'][number] => null),
  };
  for (const { items, part } of blocks) {
    items.forEach((item, row) => {
      whole.adversarial.set(part.adversarial.subarray(row * length, (row + 1) * length), item * length);
      whole.correct[item] = part.correct[row];
      whole.broken[item] = part.broken[row];
      whole.predicted[item] = part.predicted[row];
      whole.distances[item] = part.distances[row];
      whole.brokenBy[item] = part.brokenBy[row];
      whole.brokenWith[item] = part.brokenWith[row];
    });
  }
  return whole;
}
