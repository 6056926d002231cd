import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createVitest, type TestModule } from 'vitest/node';
import { activeLearning, trained, type ModelFixture, type TrainedModel } from '../../../../fixtures/index.ts';
import { DnnReporter } from '../../../../reporters/index.ts';
import { divideInputs } from '../../../../reporters/retraining/retraining-inputs.ts';
import { candidatesOf, resultFile, retrainModels } from '../../../../reporters/retraining/retraining.ts';
import { fileStem } from '../../../../reporters/retraining/candidate.ts';
import { randomSampling } from '../../../../src/acquisition/index.ts';
import { fgsm } from '../../../../src/attacks/index.ts';
import { glyphs } from '../../../../src/datasets/index.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import type { RetrainingOptions } from '../../../../src/plugin-options.ts';
import type { TestedTask } from '../../../../src/report/assemble.ts';
import type { Report } from '../../../../src/report/schemas/report.ts';
import { adversarialTraining, standardTraining } from '../../../../src/training/index.ts';
import { gate } from '../sample.ts';

const root = mkdtempSync(join(tmpdir(), 'dnn-retraining-'));
const cache = join(root, 'cache');
const dataset = glyphs({ train: 100, test: 40 });
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
    expect(readdirSync(join(folder, 'retraining'))).toHaveLength(5);
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

  test.each<[RetrainingOptions, string]>([
    [{ acquisition: 'bold' }, 'there is no acquisition function "bold".\nExpected one of randomSampling,'],
    [{ retrain: true, attack: 'squares' }, 'there is no attack "squares".\nExpected one of fgsm, bim, momentum, pgd,'],
  ])('rejects %j', async (changes, message) => {
    const rejected = retrainModels([tested(learned)], options(changes), context());
    await expect(rejected).rejects.toThrow(InvalidOptionError);
    await expect(rejected).rejects.toThrow(message);
  });
});

test('the reporter reports the measurements although retraining fails', async () => {
  const vitest = await createVitest('test', { config: false, watch: false, root });
  const { file, test: fullName, meta } = tested(learned);
  const testCase = { fullName, meta: () => ({ dnn: meta }) };
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
