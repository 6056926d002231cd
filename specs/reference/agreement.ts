import { attacks, type Attack, type ConfigurableAttack } from '../../src/attacks/index.ts';
import { subset } from '../../src/splits/index.ts';
import type { Split } from '../../src/datasets/contract.ts';

/** Whether figures are printed, and attacks that draw at random compared over seeds on every network; else where they differ most. */
export const inFull = Boolean(process.env.DNN_FIGURES);

/** What a comparison says where it fails; printed in any case where figures are asked for. */
export function figures(text: string): string {
  if (inFull) process.stdout.write(`${text}\n`);
  return text;
}

/** An attack by its name and what its reference was called with. */
export function configured(name: string, options: object): Attack {
  return (attacks[name as keyof typeof attacks] as Attack as ConfigurableAttack<object>).with(options);
}

export function firstOf(split: Split, size: number): Split {
  return subset(
    split,
    Array.from({ length: size }, (_, item) => item),
  );
}

/** The share of the items for which the condition holds. */
export function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}
