import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createVitest, type TestModule } from 'vitest/node';
import { activeLearning, trained, type ModelFixture, type TrainedModel } from '../../../../fixtures/index.ts';
import { DnnReporter } from '../../../../reporters/index.ts';
import { divideInputs } from '../../../../reporters/retraining/retraining-inputs.ts';
import { candidatesOf, resultFile, retrainModels } from '../../../../reporters/retraining/retraining.ts';
import { retrainingTables } from '../../../../reporters/render/tables/retraining.ts';
import { fileStem } from '../../../../reporters/retraining/candidate.ts';
import { randomSampling } from '../../../../src/acquisition/index.ts';
import { fgsm } from '../../../../src/attacks/index.ts';
import { openCache } from '../../../../src/cache/index.ts';
import { glyphs, type Dataset, type Split } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { classifier } from '../../../../src/models/index.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import type { RetrainingOptions } from '../../../../src/plugin-options.ts';
import type { TestedTask } from '../../../../src/report/assemble.ts';
import type { Report } from '../../../../src/report/schemas/report.ts';
import { storeModel } from '../../../../src/trained-models/index.ts';
import { adversarialTraining, standardTraining } from '../../../../src/training/index.ts';
import { gate } from '../sample.ts';
import { registerMatchers } from '../../matchers/register.ts';

const root = mkdtempSync(join(tmpdir(), 'dnn-retraining-'));
const cache = join(root, 'cache');
const dataset = glyphs({ train: 100, test: 40 });
registerMatchers();
const build = (fixture: ModelFixture): Promise<TrainedModel> => fixture({}, { onCleanup: () => {} });
const shared = { dataset, architecture: multilayerPerceptron, seed: 2, cache };

let learned: TrainedModel;
let whole: TrainedModel;
beforeAll(async () => {
  learned = await build(
    activeLearning({
      ...shared,
      acquisition: randomSampling,
      initial: 30,
      query: 10,
      stages: 1,
      training: standardTraining({ epochs: 5 }),
    }),
  );
  whole = await build(trained({ ...shared, training: adversarialTraining(fgsm, 0.02, { epochs: 3 }) }));
});

/** A task of Label Studio. */
interface Task {
  readonly data: { readonly split: string; readonly position: number };
  readonly predictions: readonly { readonly result: readonly { readonly value: { readonly choices: string[] } }[] }[];
}

/** A test with two gates on a model; the second attack lowers robust accuracy more. */
function tested({ record }: TrainedModel): TestedTask {
  const weaker = gate(0.9, { model: record.id });
  const stronger = gate(0.5, { model: record.id });
  const measurement = {
    ...stronger.measurement,
    attack: 'fgsm',
    epsilon: 0.05,
    parameters: { epsilon: 0.05 },
  } as typeof stronger.measurement;
  return {
    file: 'a.spec.ts',
    test: 'net',
    meta: { gates: [weaker, { ...stronger, measurement }], models: [record], engines: [] },
  };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'report-'));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const context = (changes: { merged?: boolean; sharded?: boolean } = {}) => ({
  folder,
  root,
  merged: false,
  sharded: false,
  ...changes,
});
const options = (retraining: boolean | RetrainingOptions) => ({ seed: 1, engine: 'wasm', cache, retraining }) as const;

describe('the inputs', () => {
  test('of a model trained by active learning are the unlabelled ones, evaluated on the test split', () => {
    const { pool, split, positions, train, evaluation } = divideInputs(learned);
    expect([pool.size, split, train.size, evaluation]).toEqual([60, 'train', 40, dataset.test]);
    expect(new Set([...positions, ...learned.labelled]).size).toBe(100);
  });

  test('of a model trained on all labels are the first half of the test split, evaluated on the second half', () => {
    const { pool, split, positions, train, evaluation } = divideInputs(whole);
    expect([pool.size, split, train, evaluation.size]).toEqual([20, 'test', dataset.train, 20]);
    expect([...pool.labels, ...evaluation.labels]).toEqual([...dataset.test.labels]);
    expect(positions[19]).toBe(19);
  });
});

describe('retraining', () => {
  test('only selects by default', async () => {
    const [result] = await retrainModels([tested(learned)], options(true), context());
    expect(result).toMatchObject({ acquisition: 'dre', poolSize: 60, evaluated: 0, attack: null, before: null });
    expect(result.budgets.map(({ inputs, selected, random }) => [inputs, selected, random])).toEqual(
      [1, 1, 2, 6].map((inputs) => [inputs, null, null]),
    );
    const files = readdirSync(join(folder, 'retraining'));
    expect(files.filter((file) => !file.endsWith('.png'))).toHaveLength(5);
    expect(new Set(result.budgets.map(({ thumbnails }) => thumbnails)).size).toBe(3); // budgets of the same size share theirs
    for (const { thumbnails } of result.budgets) {
      const picture = readFileSync(join(folder, thumbnails as string));
      expect(picture.toString('latin1', 1, 4)).toBe('PNG');
    }
  });

  test('writes selections as tasks for labelling, with the predictions', async () => {
    const [result] = await retrainModels([tested(learned)], options({ tasks: true, budgets: [0.1] }), context());
    const lines = readFileSync(join(folder, result.budgets[0].file), 'utf8').trim().split('\n');
    const selected = lines.map((line) => JSON.parse(line) as { split: string; position: number; predicted: number });
    const path = join(folder, 'retraining', `${fileStem(learned.record)}-10-percent-tasks`);
    const tasks = JSON.parse(readFileSync(join(path, 'tasks.json'), 'utf8')) as Task[];
    expect(tasks.map(({ data }) => [data.split, data.position])).toEqual(
      selected.map(({ split, position }) => [split, position]),
    );
    expect(tasks.map(({ predictions: [{ result: choice }] }) => choice[0].value.choices[0])).toEqual(
      selected.map(({ predicted }) => dataset.classNames[predicted]),
    );
    expect(readdirSync(join(path, 'pictures'))).toHaveLength(6);
  });

  test('measures the gain of a selection and of a random one under the strongest attack', async () => {
    const [result] = await retrainModels(
      [tested(learned)],
      options({ retrain: true, budgets: [0.1], epochs: 1, acquisition: 'margin' }),
      context(),
    );
    const quality = { accuracy: expect.any(Number), robustAccuracy: expect.any(Number) };
    expect(result).toMatchObject({ acquisition: 'margin', evaluated: 40, attack: 'fgsm(0.05)', before: quality });
    expect(result.budgets).toEqual([
      {
        budget: 0.1,
        inputs: 6,
        file: `retraining/${fileStem(learned.record)}-10-percent.jsonl`,
        thumbnails: `retraining/${fileStem(learned.record)}-10-percent.png`,
        selected: quality,
        random: quality,
      },
    ]);
  });

  test('continues adversarial training if the model was trained that way', async () => {
    const [result] = await retrainModels(
      [tested(whole)],
      options({ retrain: true, budgets: [0.5], epochs: 1, attack: 'pgd', attackOptions: { steps: 2 }, epsilon: 0.01 }),
      context(),
    );
    expect(result).toMatchObject({ attack: 'pgd(0.01)', pool: 'the first half of the test split', evaluated: 20 });
  });

  test('returns the same result again', async () => {
    const again = () =>
      retrainModels([tested(learned)], options({ retrain: true, budgets: [0.1], epochs: 1 }), context());
    const [first, second] = [await again(), await again()].map(([result]) => ({ ...result, seconds: 0 }));
    expect(second).toEqual(first);
  });

  test('takes a selection that only selects from the cache, with its files', async () => {
    const run = () => retrainModels([tested(learned)], options({ budgets: [0.3] }), context());
    const [first] = await run();
    const file = join(folder, first.budgets[0].file);
    const lines = readFileSync(file, 'utf8');
    const picture = readFileSync(join(folder, first.budgets[0].thumbnails as string));
    rmSync(folder, { recursive: true });
    vi.spyOn(performance, 'now').mockImplementation(() => {
      throw new Error('the selection was measured again');
    });
    expect(await run()).toEqual([first]);
    expect(readFileSync(file, 'utf8')).toBe(lines);
    expect(readFileSync(join(folder, first.budgets[0].thumbnails as string)).equals(picture)).toBe(true);
  });

  test('selects for the best of the models that are compared, or for every one where asked', () => {
    const stage = (accuracy: number, robustness: number | null) => ({
      ...learned.record.stages[0],
      accuracy,
      robustness,
    });
    const compared = [stage(0.9, 0.5), stage(0.8, 0.7), stage(0.95, 0.6)].map((last, at) =>
      tested({ ...learned, record: { ...learned.record, id: `${at}`, name: `model ${at}`, stages: [last] } }),
    );
    const tasks = [...compared, tested(whole)];
    const ids = (models?: RetrainingOptions['models']) =>
      candidatesOf(tasks, { models }).map(({ record }) => record.id);
    expect(ids()).toEqual(ids('best'));
    expect(ids().toSorted()).toEqual(['1', whole.record.id].toSorted());
    expect(ids('gated')).toHaveLength(4);
    expect(ids(['model'])).toEqual(['0', '1', '2']);
    const byAccuracy = candidatesOf([...compared.slice(0, 1), ...compared.slice(2)], {});
    expect(byAccuracy.map(({ record }) => record.id)).toEqual(['2']);
  });

  test('selects models by gates or by name', async () => {
    const untested: TestedTask = {
      ...tested(learned),
      meta: { gates: [], models: [learned.record, whole.record], engines: [] },
    };
    expect(await retrainModels([untested], options(true), context())).toEqual([]);
    const [byName, ...others] = await retrainModels([untested], options({ models: ['random'] }), context());
    expect([byName.model, others]).toEqual([learned.record.id, []]);
    expect(await retrainModels([tested(learned)], options(false), context())).toEqual([]);
  });

  test('reads the results of shards when blobs are merged, and skips models that it cannot open', async () => {
    const [result] = await retrainModels([tested(learned)], options(true), context({ sharded: true }));
    const elsewhere = { ...options(true), cache: join(root, 'empty') };
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await retrainModels([tested(learned), tested(whole)], elsewhere, context({ merged: true }))).toEqual([
      result,
    ]);
    expect(stderr.mock.calls.join('')).toContain(
      `no inputs were selected for retraining "${whole.record.name}": not in the cache.`,
    );
  });

  test('returns the result of a single run when shards tested one model under different attacks', async () => {
    const retrain = options({ retrain: true, budgets: [0.1], epochs: 1 });
    const [weaker, stronger] = tested(learned).meta.gates;
    const shards = [
      stronger,
      { ...weaker, measurement: { ...stronger.measurement, epsilon: 0.01, robustAccuracy: 0.9 } },
    ];
    const tasks = shards.map((shard, i) => ({
      ...tested(learned),
      file: `${i}.spec.ts`,
      meta: { ...tested(learned).meta, gates: [shard] },
    })) as TestedTask[];
    for (const task of tasks) await retrainModels([task], retrain, context({ sharded: true }));
    const [merged] = await retrainModels(tasks, retrain, context({ merged: true }));
    const [whole] = await retrainModels(tasks, retrain, context());
    expect({ ...merged, seconds: 0 }).toEqual({ ...whole, seconds: 0 });
    expect(merged.attack).toBe('fgsm(0.05)');
  });

  test('rejects a file that does not match the schema', async () => {
    await retrainModels([tested(learned)], options(true), context());
    const [candidate] = candidatesOf([tested(learned)], {});
    const file = join(folder, 'retraining', resultFile(candidate));
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), budgets: 3 }));
    await expect(retrainModels([tested(learned)], options(true), context({ merged: true }))).rejects.toThrow(
      InvalidDataError,
    );
  });

  describe('of several shards, one of whose files is damaged,', () => {
    const fileOf = (model: TrainedModel): string =>
      join(folder, 'retraining', resultFile(candidatesOf([tested(model)], {})[0]));

    test.each<[string, (file: string, other: string) => void, RegExp]>([
      ['truncated', (file) => writeFileSync(file, readFileSync(file).subarray(0, 40)), /is not valid JSON/],
      [
        'that of another model',
        (file, other) => writeFileSync(file, readFileSync(other)),
        /holds the result of the model/,
      ],
      ['far too large', (file) => truncateSync(file, 2 ** 21), /a file of 2097152 bytes/],
      ['an empty object', (file) => writeFileSync(file, '{}'), /does not match its JSON schema/],
      ['a list without end', (file) => writeFileSync(file, '['.repeat(100_000)), /is not valid JSON/],
    ])('loses only its own result, and names the file: %s', async (_, damage, message) => {
      const tasks = [tested(learned), tested(whole)];
      const written = await retrainModels(tasks, options(true), context({ sharded: true }));
      damage(fileOf(whole), fileOf(learned));
      const errors: unknown[] = [];
      const merged = await retrainModels(tasks, options(true), {
        ...context({ merged: true }),
        fail: (error) => errors.push(error),
      });
      expect(merged).toEqual(written.filter(({ model }) => model === learned.record.id));
      expect(errors.map(String)).toEqual([expect.stringMatching(message)]);
      expect(String(errors[0])).toContain(fileOf(whole));
      expect(errors[0]).toBeInstanceOf(InvalidDataError);
    });
  });

  test('writes inside its folder, whatever a model is called', async () => {
    const record = { ...learned.record, name: '../../outside', id: '/../../a/b' };
    expect(fileStem(record)).toMatch(/^[\w.-]+$/);
    const [result] = await retrainModels([{ ...tested({ ...learned, record }) }], options(true), context());
    expect(result.warnings?.[0]).toContain('no inputs are selected: The cache key is');
    expect(readdirSync(root).filter((name) => !/^(report-|cache$)/.test(name))).toEqual([]);
  });

  describe('of several models, one of which fails,', () => {
    /** An untrained model of other inputs, in the cache: its inputs lie in [0, 0.04], so that an epsilon of 0.05 is too large. */
    async function storedModel(id: string): Promise<TrainedModel> {
      const shrink = (split: Split): Split => ({ ...split, inputs: split.inputs.map((value) => 0.04 * value) });
      const small: Dataset = {
        name: 'small',
        classNames: dataset.classNames,
        kind: 'image',
        train: shrink(dataset.train),
        test: shrink(dataset.test),
      };
      const network = multilayerPerceptron({ itemShape: [28, 28, 1], classes: 10, seed: 3 });
      const unbounded = classifier(networkOf(network).model, { name: 'unbounded', inputRange: [0, 0.04] });
      const record = { ...learned.record, id, name: 'unbounded', dataset: 'small', stages: [] };
      const model = { classifier: unbounded, record, labelled: Int32Array.from({ length: 40 }, (_, i) => i) };
      await storeModel(openCache(cache), model, small);
      return { ...model, dataset: small, split: small.test };
    }

    test('leaves out only the robust accuracy of that model, and names it', async () => {
      const other = await storedModel('epsilon');
      const retrain = options({ retrain: true, budgets: [0.1], epochs: 1, attack: 'fgsm', epsilon: 0.05 });
      const results = await retrainModels([tested(other), tested(learned)], retrain, context());
      const [complete, partial] = results;
      expect(complete).toMatchObject({ model: learned.record.id, before: { robustAccuracy: expect.any(Number) } });
      expect(complete).not.toHaveProperty('warnings');
      const quality = { accuracy: expect.any(Number), robustAccuracy: null };
      expect(partial).toMatchObject({ before: quality, budgets: [{ inputs: 6, selected: quality, random: quality }] });
      expect(partial.warnings).toEqual([
        expect.stringMatching(
          /^unbounded: robust accuracy is not measured, and retraining takes the unperturbed selection: fgsm: epsilon is 0\.05\. Expected/,
        ),
      ]);
      const [, table] = retrainingTables(results);
      expect(table.rows.map((row) => row.slice(-2).map(({ text }) => text))).toEqual([
        ['–', '–'],
        ['–', '–'],
      ]);
      expect(table.notes.at(-1)).toBe(`⚠ ${partial.warnings?.[0]}`);
      expect(readFileSync(join(folder, partial.budgets[0].file), 'utf8').trim().split('\n')).toHaveLength(6);
    });

    test('writes its selection if its attack is not one of the library', async () => {
      const mine = tested(learned);
      const [weaker] = mine.meta.gates;
      const gates = [{ ...weaker, measurement: { ...weaker.measurement, attack: 'mine' } }] as typeof mine.meta.gates;
      const [result] = await retrainModels(
        [{ ...mine, meta: { ...mine.meta, gates } }],
        options({ retrain: true, budgets: [0.1] }),
        context(),
      );
      expect(result).toMatchObject({ before: null, budgets: [{ inputs: 6, selected: null }] });
      expect(result.warnings?.[0]).toContain(`${learned.record.name}: the gain of retraining is not measured: dnn(`);
    });

    test('names a model whose data are gone, and reports the others', async () => {
      const other = await storedModel('orphan');
      for (const entry of readdirSync(cache))
        if (entry.startsWith('data-')) rmSync(join(cache, entry), { recursive: true });
      const [complete, absent] = await retrainModels([tested(other), tested(learned)], options(true), context());
      expect(complete.budgets).toHaveLength(4);
      expect(absent).toMatchObject({ name: 'unbounded', poolSize: 0, budgets: [] });
      expect(absent.warnings?.[0]).toMatch(
        /^unbounded: no inputs are selected: The data set copy data-\w+ is no longer in the cache/,
      );
      const [, { notes, rows }] = retrainingTables([complete, absent]);
      expect([rows, notes]).toEqual([[], [`⚠ ${absent.warnings?.[0]}`]]);
    });

    test('passes the damaged result of a shard on, and returns the others', async () => {
      const tasks = [tested(learned), tested(whole)];
      const [first, second] = await retrainModels(tasks, options(true), context());
      const [candidate, other] = candidatesOf(tasks, {});
      const file = join(folder, 'retraining', resultFile(candidate));
      const errors: unknown[] = [];
      const merged = () =>
        retrainModels(tasks, options(true), { ...context({ merged: true }), fail: (error) => errors.push(error) });
      writeFileSync(file, JSON.stringify(first).slice(0, 50));
      expect(await merged()).toEqual([second]);
      writeFileSync(file, readFileSync(join(folder, 'retraining', resultFile(other))));
      expect(await merged()).toEqual([second]);
      expect(errors.map(String)).toEqual([
        expect.stringContaining('is not valid JSON; it was probably truncated.'),
        expect.stringContaining(`holds the result of the model ${second.model}`),
      ]);
    });
  });

  test('takes the result of a budget for others that round to the same number of inputs, in one row', async () => {
    const results = await retrainModels([tested(learned)], options({ budgets: [0.01, 0.02, 0.1] }), context());
    const [first, second] = results[0].budgets;
    expect([first.inputs, second.inputs]).toEqual([1, 1]);
    expect(readFileSync(join(folder, second.file))).toEqual(readFileSync(join(folder, first.file)));
    const [table] = retrainingTables(results);
    expect(table.rows.map((row) => row.slice(0, 2).map(({ text }) => text))).toEqual([
      ['1 %, 2 %', '1'],
      ['10 %', '6'],
    ]);
  });

  test.each<[RetrainingOptions, string]>([
    [{ acquisition: 'bold' }, 'there is no acquisition function "bold".\nExpected one of randomSampling,'],
    [{ retrain: true, attack: 'squares' }, 'there is no attack "squares".\nExpected one of fgsm, bim, momentum, pgd,'],
  ])('rejects %j', async (changes, message) => {
    const rejected = retrainModels([tested(learned)], options(changes), context());
    await expect(rejected).rejects.toThrow(InvalidOptionError);
    await expect(rejected).rejects.toThrow(message);
  });
});

/** The parts of a test case that say how Vitest counts it. */
const finished = { artifacts: () => [], result: () => ({ state: 'failed' }), options: {} };

test('the reporter leaves out a gate that does not match the schema, and fails the run', async () => {
  const vitest = await createVitest('test', { config: false, watch: false, root });
  const { file, test: fullName, meta } = tested(learned);
  const testCase = { ...finished, fullName, meta: () => ({ dnn: meta }) };
  const broken = { ...finished, fullName: 'broken', meta: () => ({ dnn: { ...meta, gates: [{ value: null }] } }) };
  const module = { project: { name: '' }, relativeModuleId: file, children: { allTests: () => [broken, testCase] } };
  const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const reporter = new DnnReporter({ ...options(false), reportDir: folder });
    reporter.onInit(vitest);
    await reporter.onTestRunEnd([module as unknown as TestModule]);
    expect(process.exitCode).toBe(1);
  } finally {
    process.exitCode = undefined;
    await vitest.close();
  }
  expect(stdout.mock.calls.join('')).toContain(
    'The data of a.spec.ts > broken for the report, gate 1 does not match its JSON schema',
  );
  const { gates } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
  expect(gates).toHaveLength(2);
});

test('the reporter reports the measurements although retraining fails', async () => {
  const vitest = await createVitest('test', { config: false, watch: false, root });
  const { file, test: fullName, meta } = tested(learned);
  const testCase = { ...finished, fullName, meta: () => ({ dnn: meta }) };
  const module = { project: { name: '' }, relativeModuleId: file, children: { allTests: () => [testCase] } };
  const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const reporter = new DnnReporter({ ...options({ acquisition: 'bold' }), reportDir: folder });
    reporter.onInit(vitest);
    await reporter.onTestRunEnd([module as unknown as TestModule]);
    expect(process.exitCode).toBe(1);
  } finally {
    process.exitCode = undefined;
    await vitest.close();
  }
  const printed = stdout.mock.calls.join('');
  expect(printed).toContain('there is no acquisition function "bold".');
  expect(printed).toContain('Gates  1 failed, 1 passed');
  const { gates, retraining } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
  expect([gates.length, retraining]).toEqual([2, []]);
});
