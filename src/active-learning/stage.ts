import { selectionBias, type SelectionBias } from '../acquisition/index.ts';
import type { Split } from '../datasets/contract.ts';
import { subset } from '../datasets/split.ts';
import { evaluateAccuracy } from '../evaluation/index.ts';
import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';
import { createRandom, type Random } from '../random/index.ts';
import type { Purchase, StageFile } from './checkpoint.ts';
import { askOracle, labelsOf } from './oracle.ts';
import type { Run } from './resolve.ts';
import { computeSignals } from './signals.ts';

/** All labels bought so far, in the order of purchase. */
export interface Labelled {
  readonly positions: readonly number[];
  readonly labels: readonly number[];
}

/** What a stage is made from. */
export interface Making {
  readonly run: Run;
  readonly stage: number;
  /** What the stages before it bought. */
  readonly labelled: Labelled;
  /** The model of the stage before; undefined in stage 0. */
  readonly previous: Classifier | undefined;
  /** Keeps what is bought, and gives back what was bought before. */
  readonly keep: (buy: () => Promise<Purchase>) => Promise<Purchase>;
  readonly progress: Progress;
}

/** Buys the labels of a stage and trains its model. All randomness is the stage's own, whatever ran before. */
export async function makeStage(making: Making): Promise<{ file: StageFile; classifier: Classifier }> {
  const { run, stage, labelled, progress } = making;
  const started = performance.now();
  const random = createRandom(run.seed).fork('active learning', 'stage', stage);
  const purchase = await making.keep(() => buy(making, random));
  const positions = [...labelled.positions, ...purchase.selected];
  const labels = Int32Array.from([...labelled.labels, ...purchase.labels]);
  const classifier = startingModel(making, random);
  try {
    const training = stage === 0 ? run.initialTraining : run.training;
    const split: Split = { ...subset(run.dataset.train, positions), labels };
    await training.fit(classifier, split, { random: random.fork('train'), progress });
    const { value: accuracy } = await evaluateAccuracy(classifier, run.dataset.test, { seed: run.seed });
    const seconds = (performance.now() - started) / 1000;
    return { file: { ...purchase, stage, labelled: positions.length, accuracy, seconds }, classifier };
  } catch (error) {
    classifier.dispose();
    throw error;
  }
}

async function buy(making: Making, random: Random): Promise<Purchase> {
  const { run, previous } = making;
  const { selected, bias } =
    previous === undefined ? selectInitial(run, random) : await select(making, previous, random);
  const labels = await askOracle(run.oracle ?? labelsOf(run.dataset), selected, run.dataset.classNames.length);
  return { selected: Array.from(selected), labels: Array.from(labels), bias };
}

interface Selection {
  /** Positions in the training split. */
  readonly selected: Int32Array;
  readonly bias: SelectionBias | null;
}

function selectInitial({ dataset, initial }: Run, random: Random): Selection {
  return { selected: random.fork('select').sample(dataset.train.size, initial), bias: null };
}

async function select({ run, labelled, progress }: Making, classifier: Classifier, random: Random): Promise<Selection> {
  const { acquisition, query, dataset } = run;
  const bought = new Set(labelled.positions);
  const pool = Int32Array.from({ length: dataset.train.size }, (_, i) => i).filter((position) => !bought.has(position));
  const view = { classifier, split: dataset.train, pool, labelled: Int32Array.from(labelled.positions), progress };
  const signals = await computeSignals([...acquisition.needs, 'probabilities'], view);
  const chosen = acquisition.select(signals, query, random.fork('select'));
  const labels = pool.map((position) => dataset.train.labels[position]);
  return {
    selected: chosen.map((index) => pool[index]),
    bias: selectionBias(signals.probabilities, chosen, labels),
  };
}

/** Untrained weights in stage 0 and where every stage starts from scratch; else a copy of the last model. */
function startingModel({ run, stage, previous }: Making, random: Random): Classifier {
  if (previous !== undefined && run.update === 'continue') return previous.clone();
  const { architecture, dataset, seed } = run;
  return architecture({
    itemShape: dataset.train.itemShape,
    classes: dataset.classNames.length,
    seed: stage === 0 ? seed : random.fork('weights').integer(2 ** 31),
  });
}
