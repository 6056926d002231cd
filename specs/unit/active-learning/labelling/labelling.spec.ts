import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  glyphs,
  InvalidDataError,
  InvalidModelError,
  InvalidOptionError,
  labelStudioOracle,
  multilayerPerceptron,
  randomSampling,
  runActiveLearning,
  saveLabellingTasks,
  split,
  standardTraining,
  type Dataset,
} from '../../../../src/index.ts';
import { decodePng } from '../../../../src/datasets/pictures/png.ts';

const root = mkdtempSync(join(tmpdir(), 'vitest-dnn-labelling-'));
afterAll(() => rmSync(root, { recursive: true }));
const folderOf = (name: string): string => join(root, name);

interface Task {
  readonly data: Readonly<Record<string, unknown>> & { readonly position: number };
}
const tasksIn = (folder: string): Task[] => JSON.parse(readFileSync(join(folder, 'tasks.json'), 'utf8')) as Task[];

/** What Label Studio exports if somebody labels these tasks. */
function label(folder: string, labelOf: (position: number) => string | readonly string[], name = 'export'): void {
  mkdirSync(join(folder, 'exports'), { recursive: true });
  const labelled = tasksIn(folder).map(({ data }) => ({
    data,
    annotations: [labelOf(data.position)].flat().map((choice) => ({
      result: [{ from_name: 'label', to_name: 'item', type: 'choices', value: { choices: [choice] } }],
      was_cancelled: false,
    })),
  }));
  writeFileSync(join(folder, 'exports', `${name}.json`), JSON.stringify(labelled));
}

const rows = split([[1.5, 2], [3, 4], [5, 6]], [0, 1, 0], { ids: ['a', 'b', 'c'] }); // prettier-ignore
const table: Dataset = { name: 'flowers', classNames: ['rose', 'iris'], train: rows, test: { ...rows, ids: ['d', 'e', 'f'] } }; // prettier-ignore

describe('saveLabellingTasks', () => {
  test('writes pictures beside the tasks', async () => {
    const digits = glyphs({ train: 20, test: 10 });
    await saveLabellingTasks(digits, folderOf('glyphs'), { positions: [11, 2], split: 'train' });
    expect(tasksIn(folderOf('glyphs')).map(({ data }) => data)).toEqual([
      { image: '/data/local-files/?d=glyphs/pictures/11.png', split: 'train', position: 11 },
      { image: '/data/local-files/?d=glyphs/pictures/02.png', split: 'train', position: 2 },
    ]);
    const { values } = decodePng(readFileSync(join(folderOf('glyphs'), 'pictures/11.png')), '11.png');
    expect(values).toEqual(
      Uint8Array.from(digits.train.inputs.subarray(11 * 784, 12 * 784), (v) => Math.round(255 * v)),
    );
    await saveLabellingTasks(digits, folderOf('served'), { positions: [0], address: 'https://pictures.example/' });
    expect(tasksIn(folderOf('served'))[0].data.image).toBe('https://pictures.example/pictures/00.png');
  });

  test('writes rows of tables with their names and ids', async () => {
    await saveLabellingTasks({ ...table, featureNames: ['length', 'width'] }, folderOf('table'), { split: 'test' });
    expect(tasksIn(folderOf('table'))[0].data).toEqual({
      row: { length: 1.5, width: 2 },
      split: 'test',
      position: 0,
      item_id: 'd',
    });
    expect(readFileSync(join(folderOf('table'), 'label-config.xml'), 'utf8')).toContain(
      '<Table name="item" value="$row"/>',
    );
  });

  test('refuses what cannot be shown, before it writes', async () => {
    const wave = split(new Float32Array(12), [0, 1], { itemShape: [3, 2] });
    const waves = { name: 'waves', classNames: ['a', 'b'], train: wave, test: wave };
    const tokens = split(Int32Array.of(1, 2), [0, 1], { itemShape: [1] });
    const named = { ...waves, train: tokens, test: tokens };
    const labels = { predict: (_: Float32Array, count: number) => new Int32Array(count) };
    const path = folderOf('refused');
    await expect(saveLabellingTasks(waves, path)).rejects.toThrow('the items are series');
    await expect(saveLabellingTasks(named, path)).rejects.toThrow('token ids without their texts');
    await expect(saveLabellingTasks(table, path, { positions: [3] })).rejects.toThrow(InvalidOptionError);
    await expect(saveLabellingTasks(table, path, { model: labels })).rejects.toThrow(InvalidModelError);
    await expect(saveLabellingTasks(table, '')).rejects.toThrow("Pass e.g. 'labelling'.");
    expect(existsSync(path)).toBe(false);
  });
});

describe('labelStudioOracle', () => {
  test('stops a run until its items are labelled, and lets it go on', async () => {
    const dataset = glyphs({ train: 40, test: 10 });
    const folder = folderOf('run');
    const cache = folderOf('cache');
    const training = standardTraining({ epochs: 1 });
    const run = async () => {
      const stages: number[] = [];
      const options = {
        dataset,
        architecture: multilayerPerceptron,
        acquisition: randomSampling,
        training,
        cache,
        seed: 1,
      };
      const oracle = labelStudioOracle(dataset, folder);
      for await (const { labelled } of runActiveLearning({ ...options, initial: 6, query: 4, stages: 1, oracle }))
        stages.push(labelled);
      return stages;
    };
    await expect(run()).rejects.toThrow('6 of 6 items have no label');
    label(folder, (position) => String(dataset.train.labels[position]), 'first');
    await expect(run()).rejects.toThrow('4 of 4 items have no label');
    expect(tasksIn(folder)).toHaveLength(4);
    label(folder, (position) => String(dataset.train.labels[position]), 'second');
    expect(await run()).toEqual([6, 10]);
  });

  test.each<[string, (folder: string) => void, string]>([
    ['labels that contradict each other', (folder) => label(folder, () => ['rose', 'iris']), 'equally often'],
    ['a label that is no class', (folder) => label(folder, () => 'tulip'), "is labelled 'tulip'"],
    ['a file that is no JSON', (folder) => writeFileSync(join(folder, 'exports/a.json'), '{'), 'JSON'],
    [
      'a list of other things',
      (folder) => writeFileSync(join(folder, 'exports/a.json'), '[1]'),
      'task 1 has no position',
    ],
    ['an object', (folder) => writeFileSync(join(folder, 'exports/a.json'), '{}'), 'no list of tasks'],
  ])('names %s', async (name, write, message) => {
    const folder = folderOf(name);
    await saveLabellingTasks(table, folder);
    mkdirSync(join(folder, 'exports'));
    write(folder);
    const labels = (async () => labelStudioOracle(table, folder)(Int32Array.of(0)))();
    await expect(labels).rejects.toThrow(InvalidDataError);
    await expect(labels).rejects.toThrow(message);
  });

  test('does not take the labels of another split', async () => {
    await saveLabellingTasks(table, folderOf('other'), { split: 'test' });
    label(folderOf('other'), () => 'rose');
    await expect(labelStudioOracle(table, folderOf('other'))(Int32Array.of(0))).rejects.toThrow('1 of 1 items');
  });
});
