import type { Split } from '../datasets/contract.ts';
import { InvalidModelError } from '../errors.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { queriedModel } from '../models/predictor.ts';
import { isCallable, isList, isObject } from '../options.ts';
import type { Progress } from '../progress.ts';
import { show } from '../show.ts';
import { itemSize, validateSplit } from '../splits/index.ts';
import { probabilitiesOnWorkers } from '../workers/passes.ts';

/** Probabilities of classes, row-major: that of class k for item i is `data[i * columns + k]`. */
export interface Shares {
  readonly data: Float32Array | Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** Inputs that a predictor is asked about at once. */
const batchSize = 128;

/**
 * Returns the probabilities per input, [inputs, classes], of a classifier or of a predictor that answers them.
 *
 * @throws InvalidModelError if the answers are no probabilities
 */
export async function probabilitiesOf(
  owner: string,
  model: Classifier | Predictor,
  split: Split,
  report?: Progress,
): Promise<Shares> {
  if ('probabilities' in model && isCallable(model.probabilities))
    return checkedShares(
      owner,
      model.name,
      (await probabilitiesOnWorkers(model, split, report)) ?? (await model.probabilities(split)),
      split,
    );
  const asked = await queriedModel(model, split);
  if ('answersLabels' in asked && asked.answersLabels) throw noProbabilities(owner, asked.name, 'labels alone');
  if (model.classes === undefined) validateSplit(split, asked.classes, 'the split to evaluate on');
  const [length, columns] = [itemSize(split), asked.classes];
  const data = new Float32Array(split.size * columns);
  for (let start = 0; start < split.size; start += batchSize) {
    const end = Math.min(start + batchSize, split.size);
    const answer = await asked.predict(
      Float32Array.from(split.inputs.subarray(start * length, end * length)),
      end - start,
    );
    data.set(answer.data, start * columns);
    report?.({ task: 'predict', done: end, total: split.size });
  }
  return checkedShares(owner, asked.name, { data, rows: split.size, columns }, split);
}

/** Probabilities in single precision sum to 1 but for this. */
const tolerance = 1e-3;

export function checkedShares(owner: string, name: string, answer: Shares, { size }: Split): Shares {
  if (!isObject(answer) || !isList(answer.data)) throw noProbabilities(owner, name, show(answer));
  const { data, rows, columns } = answer;
  if (rows !== size || data.length !== size * columns || !(columns > 0))
    throw noProbabilities(owner, name, `${rows} rows for ${size} inputs`);
  for (let row = 0; row < rows; row++) {
    const values = Array.from(data.subarray(row * columns, (row + 1) * columns));
    const sum = values.reduce((total, value) => total + value, 0);
    if (values.every((value) => value >= 0) && Math.abs(sum - 1) <= tolerance) continue;
    throw noProbabilities(
      owner,
      name,
      `scores that sum to ${Number(sum.toPrecision(4))} for input ${row}, from ${Math.min(...values)} to ${Math.max(...values)}`,
    );
  }
  return answer;
}

const noProbabilities = (owner: string, name: string, answered: string): InvalidModelError =>
  new InvalidModelError(
    `${owner}: "${name}" answers ${answered}.\nExpected probabilities: a number from 0 to 1 per class, which sum to 1.\n` +
      'Let predict return the softmax of its logits.',
  );
