import type { Dataset, Split } from '../datasets/contract.ts';
import { InvalidDataError, InvalidOptionError } from '../errors.ts';
import { checkOptions, demand, isObject, positiveShare, seedLimit } from '../options.ts';
import { createRandom } from '../random/index.ts';
import { show } from '../show.ts';
import { subset } from './subset.ts';
import { validateDataset } from './validate.ts';

export interface SubsampleOptions {
  /** Seed of the choice of items. @defaultValue 0 */
  readonly seed?: number;
}

/**
 * Returns a data set with a share of the training items of each class, drawn without replacement and in their order; at least one per class
 * that has any. The test split stays. The name says so, and reports say that it is a part.
 *
 * @param share - above 0 and at most 1; a class of n items keeps round(share · n)
 * @throws InvalidOptionError on a share out of range; InvalidDataError on a data set that cannot be used
 *
 * @example
 * const small = subsample(await mnist(), 0.1);
 */
export function subsample(dataset: Dataset, share: number, options: SubsampleOptions = {}): Dataset {
  demand('subsample', 'share', share, positiveShare, 'Pass e.g. 0.1 to keep a tenth.');
  const { seed = 0 } = checkOptions('subsample', options, { seed: seedLimit });
  validateDataset(dataset);
  const shares = dataset.classNames.map(() => share);
  return reduced(dataset, shares, seed, `subsample ${share}, seed ${seed}`);
}

/**
 * Returns a data set whose training classes have unequal sizes: class c keeps a share of its items, drawn without replacement and in their
 * order. The test split stays. The name says so, and reports say that it is a part.
 *
 * @param ratios - the share per class, above 0 and at most 1: one for each class in order, or by the names of classes; others keep all. A
 *   class of n items keeps round(ratio · n), and at least one if it has any
 * @throws InvalidOptionError on a ratio out of range or an unknown class; InvalidDataError on a data set that cannot be used
 *
 * @example
 * const skewed = imbalanced(await cifar10(), Array.from({ length: 10 }, (_, c) => (c + 1) / 10));
 * const rare = imbalanced(await svhn(), { 8: 0.05, 9: 0.05 });
 */
export function imbalanced(
  dataset: Dataset,
  ratios: readonly number[] | Readonly<Record<string, number>>,
  options: SubsampleOptions = {},
): Dataset {
  const { seed = 0 } = checkOptions('imbalanced', options, { seed: seedLimit });
  validateDataset(dataset);
  const shares = sharesOf(dataset, ratios);
  const range = [Math.min(...shares), Math.max(...shares)].map((ratio) => ratio.toPrecision(2));
  return reduced(dataset, shares, seed, `imbalanced ${range.join(' to ')}, seed ${seed}`);
}

function sharesOf({ name, classNames }: Dataset, ratios: unknown): number[] {
  const isListed = Array.isArray(ratios);
  if (!isListed && !isObject(ratios)) throw unfit(ratios, classNames);
  if (isListed && ratios.length !== classNames.length) throw unfit(ratios, classNames);
  const unknown = isListed ? undefined : Object.keys(ratios).find((key) => !classNames.includes(key));
  if (unknown !== undefined)
    throw new InvalidOptionError(
      `imbalanced: there is no class ${show(unknown)} in "${name}".\nExpected one of ${show(classNames)}.\nCorrect the name.`,
    );
  return classNames.map((className, at) => {
    const ratio: unknown = isListed ? ratios[at] : Object.hasOwn(ratios, className) ? ratios[className] : 1;
    demand('imbalanced', `the ratio of ${show(className)}`, ratio, positiveShare);
    return ratio as number;
  });
}

const unfit = (ratios: unknown, classNames: readonly string[]): InvalidOptionError =>
  new InvalidOptionError(
    `imbalanced: the ratios are ${show(ratios)}.\nExpected a list of ${classNames.length} shares, or shares by the names of classes.\n` +
      `Pass e.g. { ${JSON.stringify(classNames[0])}: 0.1 }.`,
  );

function reduced(dataset: Dataset, shares: readonly number[], seed: number, what: string): Dataset {
  const { source: _, train, name, ...others } = dataset;
  const random = createRandom(seed).fork('subsample');
  const kept = shares.flatMap((share, label) => {
    const members = membersOf(train, label);
    const count = Math.min(members.length, Math.max(1, Math.round(share * members.length)));
    if (count === 0) return [];
    return Array.from(random.fork('class', label).sample(members.length, count), (at) => members[at]);
  });
  if (kept.length === 0)
    throw new InvalidDataError(`"${name}" has no training item.\nExpected at least one. Check its splits.`);
  return {
    ...others,
    name: `${name} (${what})`,
    train: subset(
      train,
      kept.toSorted((a, b) => a - b),
    ),
    whole: dataset.whole ?? { train: train.size, test: dataset.test.size },
  };
}

function membersOf({ labels }: Split, wanted: number): number[] {
  const members: number[] = [];
  labels.forEach((label, at) => {
    if (label === wanted) members.push(at);
  });
  return members;
}
