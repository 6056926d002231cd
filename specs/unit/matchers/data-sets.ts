import type { RunningTest } from '../../../matchers/pending/task.ts';
import type { Dataset, Split } from '../../../src/datasets/contract.ts';
import type { Gate } from '../../../src/report/schemas/gate.ts';
import { validateTaskMeta } from '../../../src/report/validate.ts';
import { split } from '../../../src/splits/index.ts';
import { textEncoder } from '../../../src/text/index.ts';

/** Images of 2 × 2 pixels, of which each has one grey level. */
export function greys(levels: readonly number[], labels: readonly number[]): Split {
  const inputs = Float32Array.from(levels.flatMap((level) => [level, level, level, level]));
  return { inputs, itemShape: [2, 2, 1], labels: Int32Array.from(labels), size: levels.length };
}

export const images = (train: Split, test: Split): Dataset => ({
  name: 'greys',
  classNames: ['dark', 'bright'],
  train,
  test,
});

export function texts(train: readonly string[], test: readonly string[], labels?: readonly number[]): Dataset {
  const encoder = textEncoder({ texts: [...train, ...test], length: 6 });
  const splitOf = (of: readonly string[]): Split =>
    split(of, labels ? [...labels] : of.map((_, at) => at % 2), { encoder });
  return { name: 'titles', classNames: ['sport', 'world'], train: splitOf(train), test: splitOf(test) };
}

/** @returns the gates that a test left for the report, checked by their schema */
export const gatesIn = (task: object): Gate[] =>
  validateTaskMeta((task as RunningTest).meta.dnn, 'the gates').gates as unknown as Gate[];
