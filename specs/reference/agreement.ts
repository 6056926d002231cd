import { attacks, type Attack, type ConfigurableAttack } from '../../src/attacks/index.ts';
import { subset } from '../../src/splits/index.ts';
import type { Split } from '../../src/datasets/contract.ts';

/** Whether to print figures, and to compare random attacks over seeds on all networks, not only where they differ most. */
export const inFull = Boolean(process.env.DNN_FIGURES);

/** Returns the message of a failed comparison; prints it in any case if figures are requested. */
export function figures(text: string): string {
  if (inFull) process.stdout.write(`${text}\n`);
  return text;
}

/** An attack by name, with the options of its reference. */
export function configured(name: string, options: object): Attack {
  return (attacks[name as keyof typeof attacks] as Attack as ConfigurableAttack<object>).with(options);
}

/** The first items of a split. */
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
