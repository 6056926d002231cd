import type { Architecture } from '../../architectures/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { InvalidDataError } from '../../errors.ts';
import { probabilitiesOf, type Shares } from '../../evaluation/probabilities.ts';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random/index.ts';
import { subset } from '../../splits/index.ts';
import type { Training } from '../../training/index.ts';

/** How the models of a cross-validation are made. */
export interface CrossValidation {
  readonly architecture: Architecture;
  readonly training: Training;
  readonly folds: number;
  readonly classes: number;
  readonly random: Random;
  readonly progress?: Progress;
}

/**
 * Predicts each item by a model that was trained without it: the items are dealt to folds, each class evenly, and per fold one model is
 * trained on the others.
 *
 * @returns the probabilities, [items, classes]
 * @throws InvalidDataError if a class has fewer items than there are folds
 */
export async function crossValidated(owner: string, split: Split, settings: CrossValidation): Promise<Shares> {
  const { architecture, training, folds, classes, random, progress } = settings;
  const foldOf = dealt(owner, split, settings);
  const data = new Float32Array(split.size * classes);
  for (let fold = 0; fold < folds; fold++) {
    const here = random.fork('fold', fold);
    const [train, held] = [positions(foldOf, (other) => other !== fold), positions(foldOf, (other) => other === fold)];
    const { itemShape, encoder } = split;
    const model = architecture({ itemShape, classes, seed: here.integer(2 ** 31), encoder });
    const report: Progress | undefined =
      progress && ((event) => progress({ ...event, stage: fold + 1, stages: folds }));
    try {
      await training.fit(model, subset(split, train), { random: here.fork('train'), progress: report });
      const answer = await probabilitiesOf(owner, model, subset(split, held), report);
      held.forEach((item, row) => data.set(answer.data.subarray(row * classes, (row + 1) * classes), item * classes));
    } finally {
      model.dispose();
    }
  }
  return { data, rows: split.size, columns: classes };
}

const positions = (foldOf: Int32Array, isWanted: (fold: number) => boolean): number[] =>
  Array.from(foldOf.keys()).filter((item) => isWanted(foldOf[item]));

/** The fold of each item. A class starts where the one before ended, so that folds are equally large. */
function dealt(owner: string, { labels }: Split, { folds, classes, random }: CrossValidation): Int32Array {
  const foldOf = new Int32Array(labels.length);
  let next = 0;
  for (let k = 0; k < classes; k++) {
    const members = Array.from(labels.keys()).filter((item) => labels[item] === k);
    if (members.length > 0 && members.length < folds)
      throw new InvalidDataError(
        `${owner}: class ${k} has ${members.length} items, fewer than the ${folds} folds.\nExpected at least ${folds} items of each class, ` +
          'so that every model is trained on some.\nLower folds, add items, or leave the class out.',
      );
    for (const item of random.fork('deal', k).shuffle(members)) foldOf[item] = next++ % folds;
  }
  return foldOf;
}
