import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Dataset } from '../../datasets/contract.ts';
import { pngName, pngOfItem } from '../../png/png-of-item.ts';
import { writeWhole } from '../../write-whole.ts';
import { startEngine } from '../../engine/index.ts';
import { probabilitiesOf } from '../../evaluation/probabilities.ts';
import { largestOf } from '../../matrix/rows.ts';
import { checkModel } from '../../models/check-model.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { checkedLater, checkOptions, demand, folderPath, oneOf, text, type LimitsOf } from '../../options.ts';
import { subset, validateDataset } from '../../splits/index.ts';
import { choiceOf, labelConfig, rowOf, taskKindOf } from './label-studio.ts';

export interface LabellingOptions {
  /** Positions of the items in their split, most useful first. @defaultValue all */
  readonly positions?: ArrayLike<number>;
  /** The split of the items. @defaultValue 'train' */
  readonly split?: 'train' | 'test';
  /** A model whose predictions are shown to the annotator. @defaultValue none */
  readonly model?: Classifier | Predictor;
  /**
   * What precedes `pictures/000001.png` in the addresses of pictures. The default is that of Label Studio's local files, if its document root
   * is the folder that holds this one. @defaultValue '/data/local-files/?d=<name of the folder>/'
   */
  readonly address?: string;
}

const limits: LimitsOf<LabellingOptions> = {
  positions: checkedLater, // by subset
  split: oneOf('train', 'test'),
  model: checkedLater, // by checkModel
  address: { ...text, expected: 'a text' },
};

const owner = 'saveLabellingTasks';

/**
 * Writes items as tasks for Label Studio: `tasks.json` to import, `label-config.xml` as labelling interface of the project, and the pictures
 * in `pictures`. A task keeps the position of its item, so that `labelStudioOracle` can read the labels back. Texts and rows of tables are in
 * the task itself.
 *
 * @param folder - is created
 * @throws InvalidDataError on items that Label Studio cannot show; InvalidOptionError on a position outside the split; InvalidModelError if
 *   the model answers no probabilities
 * @see https://labelstud.io/guide/tasks
 *
 * @example
 * const { positions } = await selectForRetraining(model, dataset.test, { budget: 100 });
 * await saveLabellingTasks(dataset, 'labelling', { split: 'test', positions, model });
 */
export async function saveLabellingTasks(
  dataset: Dataset,
  folder: string,
  options: LabellingOptions = {},
): Promise<void> {
  demand(owner, 'folder', folder, folderPath, "Pass e.g. 'labelling'.");
  const checked = checkOptions(owner, options, limits);
  validateDataset(dataset);
  const { split: part = 'train', model, address = `/data/local-files/?d=${basename(resolve(folder))}/` } = checked;
  const split = dataset[part];
  const positions = Array.from(checked.positions ?? split.labels.keys());
  const selected = subset(split, positions);
  const kind = taskKindOf(split, dataset);
  const predictions = model && (await predictionsOf(model, selected, dataset.classNames));
  const picture =
    kind.field === 'image' ? pngOfItem(owner, split, { format: 'pictures of tasks', instead: '' }) : undefined;
  await mkdir(picture ? join(folder, 'pictures') : folder, { recursive: true });
  const tasks: string[] = [];
  for (const [row, position] of positions.entries()) {
    const name = pngName(position, split);
    if (picture) await writeFile(join(folder, 'pictures', name), picture(position));
    const shown = picture ? `${address}pictures/${name}` : (split.texts?.[position] ?? rowOf(split, position, dataset));
    const data = { [kind.field]: shown, split: part, position, item_id: split.ids?.[position] };
    tasks.push(JSON.stringify({ data, ...(predictions && { predictions: [predictions[row]] }) }));
  }
  await writeWhole(join(folder, 'label-config.xml'), Buffer.from(labelConfig(kind, dataset.classNames)));
  await writeWhole(join(folder, 'tasks.json'), Buffer.from(`[\n${tasks.join(',\n')}\n]\n`));
}

/** What a model predicts of items, in the form of Label Studio. */
async function predictionsOf(model: Classifier | Predictor, selected: Dataset['train'], classNames: readonly string[]) {
  checkModel(owner, model);
  await startEngine();
  const { data, columns } = await probabilitiesOf(owner, model, selected);
  return Array.from(largestOf(data, columns), (label, row) => {
    const score = Number(data[row * columns + label].toFixed(6));
    return { model_version: model.name ?? 'predictor', score, result: [choiceOf(classNames[label] ?? String(label))] };
  });
}
