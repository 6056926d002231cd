import type { Architecture } from '../architectures/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { startEngine } from '../engine/index.ts';
import { InvalidDataError } from '../errors.ts';
import { checkedShares, probabilitiesOf, type Shares } from '../evaluation/probabilities.ts';
import { trainingLimit } from '../family-members.ts';
import { largestOf } from '../matrix/rows.ts';
import { checkModel } from '../models/check-model.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { isNetwork } from '../models/network/is-network.ts';
import { networkOf } from '../models/network/network-of.ts';
import { callback, checkOptions, integerFrom, isCallable, isList, isObject, oneOf, seedLimit } from '../options.ts';
import type { LimitsOf } from '../options.ts';
import type { Progress } from '../progress.ts';
import { createRandom } from '../random/index.ts';
import { seedOf } from '../settings.ts';
import { validateSplit } from '../splits/index.ts';
import { standardTraining, type Training } from '../training/index.ts';
import { confidentCounts } from './labels/confident-joint.ts';
import { crossValidated } from './labels/cross-validate.ts';
import { filterLabels, labelFilters, type LabelFilter } from './labels/label-filters.ts';
import { labelQuality, labelScores, type LabelScore } from './labels/label-quality.ts';

export interface LabelIssueOptions {
  /** Which items count as wrongly labelled: one of cleanlab's rules. @defaultValue 'pruneByNoiseRate' */
  readonly filterBy?: LabelFilter;
  /** The score that orders the items, and that is returned for every item. @defaultValue 'selfConfidence' */
  readonly rankBy?: LabelScore;
  /** Models of the cross-validation of an architecture, each trained without one part of the items. @defaultValue 5 */
  readonly folds?: number;
  /** How the models of the cross-validation are trained. @defaultValue standardTraining() */
  readonly training?: Training;
  /** Seed of the cross-validation. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Receives the progress of training and predicting; a fold counts as a stage. @defaultValue none */
  readonly progress?: Progress;
}

/** An item whose label is probably wrong. */
export interface LabelIssue {
  /** Position in the split. */
  readonly item: number;
  /** Its id, if the split has ids. */
  readonly id?: string;
  /** The label that it has. */
  readonly given: number;
  /** The most probable class. */
  readonly suggested: number;
  /** The score of its label, from 0 to 1; 0 is worst. */
  readonly quality: number;
}

export interface LabelIssues {
  /** The items whose label is probably wrong, worst first. */
  readonly issues: readonly LabelIssue[];
  /** The score of every item's label, from 0 to 1; 0 is worst. */
  readonly quality: Float64Array;
  /** Estimated share of items with label i and true class j, [i][j]; all sum to 1. */
  readonly joint: readonly (readonly number[])[];
  /** Estimated share of items whose label is wrong: what the joint has beside its diagonal. */
  readonly noise: number;
  /** Per class, the mean probability of it over the items with its label; 2 for a class without items. */
  readonly thresholds: Float64Array;
  /** The probabilities that the labels were held against, [items, classes]. */
  readonly probabilities: Shares;
}

const limits: LimitsOf<LabelIssueOptions> = {
  filterBy: oneOf(...labelFilters),
  rankBy: oneOf(...labelScores),
  folds: integerFrom(2, 1000),
  training: trainingLimit,
  seed: seedLimit,
  progress: callback,
};

const owner = 'findLabelIssues';

/**
 * Finds labels that are probably wrong, by confident learning: an item counts against its label if the model is as sure of another class as
 * it is on average of the items of that class. The probabilities must be of models that were not trained on the item. Pass an architecture,
 * and models of it are trained by cross-validation; or a model that was trained on other data; or probabilities that you have,
 * `{ data, rows, columns }`. Rules and scores are those of cleanlab 2, where equal scores keep the order of the items.
 *
 * @param judge - an architecture, a classifier, a predictor of probabilities, or the probabilities, [items, classes]
 * @throws InvalidDataError if there is one class only, or a class has fewer items than there are folds; InvalidModelError if the answers
 *   are no probabilities; InvalidOptionError on an option out of range
 * @see Northcutt, Jiang and Chuang 2021, arXiv:1911.00068
 *
 * @example
 * const { issues } = await findLabelIssues(leNet5, dataset.train);
 * expect(issues.length).toBeLessThan(0.01 * dataset.train.size);
 */
export async function findLabelIssues(
  judge: Architecture | Classifier | Predictor | Shares,
  split: Split,
  options: LabelIssueOptions = {},
): Promise<LabelIssues> {
  const checked = checkOptions(owner, options, limits);
  const { filterBy = 'pruneByNoiseRate', rankBy = 'selfConfidence' } = checked;
  const probabilities = await sharesOf(judge, split, checked);
  const { labels, ids } = split;
  const confident = confidentCounts(probabilities, labels);
  const quality = labelQuality(probabilities, labels, rankBy);
  const suggested = largestOf(probabilities.data, probabilities.columns);
  const found = Array.from(filterLabels(filterBy, { shares: probabilities, labels, confident }));
  const issues = found
    .sort((a, b) => quality[a] - quality[b] || a - b)
    .map((item) => ({
      item,
      ...(ids && { id: ids[item] }),
      given: labels[item],
      suggested: suggested[item],
      quality: quality[item],
    }));
  const joint = confident.calibrated.map((row) => Array.from(row, (count) => count / split.size));
  const noise = joint.flatMap((row, given) => row.filter((_, other) => other !== given)).reduce((a, b) => a + b, 0);
  return { issues, quality, joint, noise, thresholds: confident.thresholds, probabilities };
}

async function sharesOf(judge: unknown, split: Split, options: LabelIssueOptions): Promise<Shares> {
  if (isShares(judge)) {
    validateSplit(split, judge.columns, 'the split');
    demandClasses(judge.columns);
    return checkedShares(owner, 'the probabilities', judge, split);
  }
  await startEngine();
  const { progress, folds = 5, training = standardTraining() } = options;
  if (isCallable(judge)) {
    validateSplit(split, Number.POSITIVE_INFINITY, 'the split');
    const classes = 1 + split.labels.reduce((most, label) => Math.max(most, label), 0);
    demandClasses(classes);
    const random = createRandom(seedOf(owner, options.seed)).fork(owner);
    const architecture = judge as Architecture;
    return crossValidated(owner, split, { architecture, training, folds, classes, random, progress });
  }
  checkModel(owner, judge);
  const model = (isNetwork(judge) ? networkOf(judge) : judge) as Classifier | Predictor;
  validateSplit(split, model.classes ?? Number.POSITIVE_INFINITY, 'the split');
  if ('probabilities' in model) assertInRange(owner, split, model as Classifier);
  return probabilitiesOf(owner, model, split, progress);
}

function demandClasses(classes: number): void {
  if (classes >= 2) return;
  throw new InvalidDataError(`${owner}: there is one class.\nExpected at least two.\nAdd items of another class.`);
}

const isShares = (judge: unknown): judge is Shares =>
  isObject(judge) && isList(judge.data) && 'rows' in judge && 'columns' in judge;
