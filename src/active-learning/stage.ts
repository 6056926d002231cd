import { selectionOf } from '../acquisition/index.ts';
import type { Split } from '../datasets/contract.ts';
import { evaluateAccuracy } from '../evaluation/index.ts';
import type { Classifier } from '../models/contract.ts';
import { networkOf } from '../models/network/network-of.ts';
import type { Progress } from '../progress.ts';
import { createRandom, type Random } from '../random/index.ts';
import type { StageFile } from './checkpoint.ts';
import { askOracle, labelsOf } from './oracle.ts';
import { placedInSplit, trainingSplit, type Purchase } from './purchase.ts';
import type { Run } from './resolve.ts';
import { computeSignals } from '../signals/index.ts';
import { checkedRequests } from '../signals/requests.ts';
import { selectionBias } from '../uncertainty/index.ts';

/** The input of a stage. */
export interface Making {
  readonly run: Run;
  readonly stage: number;
  /** Purchases of the earlier stages, in order. */
  readonly labelled: readonly Purchase[];
  /** The model of the previous stage; undefined in stage 0. */
  readonly previous: Classifier | undefined;
  /** Returns the stored purchase of this stage, or buys and stores it. */
  readonly keep: (buy: () => Promise<Purchase>) => Promise<Purchase>;
  readonly progress: Progress;
}

/** Buys the labels of a stage, trains its model and returns both. Its random stream does not depend on earlier work. */
export async function makeStage(making: Making): Promise<{ file: StageFile; classifier: Classifier }> {
  const { run, stage, labelled, progress } = making;
  const started = performance.now();
  const random = createRandom(run.seed).fork('active learning', 'stage', stage);
  const purchase = await making.keep(() => buy(making, random));
  const classifier = startingModel(making, random);
  try {
    const training = stage === 0 ? run.initialTraining : run.training;
    const purchases = [...labelled, purchase];
    const split = trainingSplit(run.dataset.train, purchases, purchase.pseudoLabelled);
    const hasDerived = purchases.some(({ derived }) => derived);
    await training.fit(classifier, split, { random: random.fork('train'), progress, hasDerived });
    const { value: accuracy } = await evaluateAccuracy(classifier, run.dataset.test, { seed: run.seed });
    const seconds = (performance.now() - started) / 1000;
    const bought = purchases.reduce((sum, { selected }) => sum + selected.length, 0);
    return { file: { ...purchase, stage, labelled: bought, accuracy, seconds }, classifier };
  } catch (error) {
    classifier.dispose();
    throw error;
  }
}

async function buy(making: Making, random: Random): Promise<Purchase> {
  const { run, previous } = making;
  const choice = previous === undefined ? chooseInitial(run, random) : await choose(making, previous, random);
  const positions = Int32Array.from(choice.selected);
  const labels = await askOracle(run.oracle ?? labelsOf(run.dataset), positions, run.dataset.classNames.length);
  return { ...choice, labels: Array.from(labels) };
}

function chooseInitial({ dataset, initial }: Run, random: Random): Omit<Purchase, 'labels'> {
  return { selected: Array.from(random.fork('select').sample(dataset.train.size, initial)), bias: null };
}

async function choose(making: Making, classifier: Classifier, random: Random): Promise<Omit<Purchase, 'labels'>> {
  const { run, stage, labelled, progress } = making;
  const { acquisition, query: count, dataset } = run;
  const bought = new Set(labelled.flatMap(({ selected }) => selected));
  const pool = Int32Array.from({ length: dataset.train.size }, (_, i) => i).filter((position) => !bought.has(position));
  const trainingSet = trainingSplit(dataset.train, labelled);
  const member = (index: number): Promise<Classifier> => trainMember(making, trainingSet, random.fork('member', index));
  const view = {
    classifier: networkOf(classifier),
    split: dataset.train,
    pool,
    labelled: trainingSet,
    stage,
    count,
    random,
    member,
    progress,
  };
  const signals = await computeSignals<'probabilities'>(
    { ...checkedRequests(acquisition.name, acquisition.needs), probabilities: {} },
    view,
  );
  const chosen = await selectionOf(acquisition.select(signals, count, random.fork('select'), progress));
  const classes = pool.map((position) => dataset.train.labels[position]);
  const bias = selectionBias(signals.probabilities, chosen.selected, classes);
  return { ...placedInSplit(chosen, pool), bias };
}

/** Returns untrained weights in stage 0 or if every stage starts from scratch, otherwise a copy of the last model. */
function startingModel({ run, stage, previous }: Making, random: Random): Classifier {
  if (previous !== undefined && run.update === 'continue') return previous.clone();
  const { architecture, dataset, seed } = run;
  return architecture({
    itemShape: dataset.train.itemShape,
    classes: dataset.classNames.length,
    encoder: dataset.train.encoder,
    seed: stage === 0 ? seed : random.fork('weights').integer(2 ** 31),
  });
}

/** Trains and returns a network by the same steps as the model of the previous stage, on all labels bought so far. */
async function trainMember(
  { run, stage, labelled, progress }: Making,
  trainingSet: Split,
  random: Random,
): Promise<Classifier> {
  const { architecture, dataset, initialTraining, training, update } = run;
  const { itemShape, encoder } = dataset.train;
  const seed = random.fork('weights').integer(2 ** 31);
  const classifier = architecture({ itemShape, classes: dataset.classNames.length, seed, encoder });
  const first = stage === 1 || update === 'continue' ? [initialTraining] : [];
  try {
    for (const [step, method] of [...first, ...(stage > 1 ? [training] : [])].entries())
      await method.fit(classifier, trainingSet, {
        random: random.fork('train', step),
        progress: membersOf(progress),
        hasDerived: labelled.some(({ derived }) => derived),
      });
    return classifier;
  } catch (error) {
    classifier.dispose();
    throw error;
  }
}

/** Marks the training of ensemble members, because only the training of the stage's model counts for the remaining time. */
const membersOf =
  (progress: Progress): Progress =>
  (event) =>
    progress({ ...event, task: 'train a member' });
