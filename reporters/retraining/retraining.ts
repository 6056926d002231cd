import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cutMiddle, plainLine } from '../../src/plain-text.ts';
import { settingsOf, type DnnOptions, type RetrainingOptions } from '../../src/plugin-options.ts';
import { groupBy } from '../../src/report/groups.ts';
import { modelsOf, sortTasks, type TestedTask } from '../../src/report/assemble.ts';
import { isPart } from '../../src/report/inputs-done.ts';
import type { RobustnessMeasurement } from '../../src/report/schemas/robustness-measurement.ts';
import type { Retraining } from '../../src/report/schemas/retraining.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { notSelected } from './attempts.ts';
import type { Candidate, RetrainingContext } from './candidate.ts';
import { selectOnce } from './select-once.ts';
import { readResult, resultFile } from './shard-result.ts';

export { resultFile };

/**
 * Selects inputs for retraining for every model that an assertion tested, and retrains if the options ask for it. The results
 * are written to `retraining/` in the report folder: one JSON file per model, and JSON lines that list the selected inputs.
 *
 * Models are opened from the cache. A merging run reads the results of its shards from the folder instead. Models that are in
 * neither place are skipped, with a warning on stderr. A model that fails costs no other model its result.
 *
 * @returns one result per model
 * @throws InvalidOptionError - if a method does not exist; InvalidDataError on a damaged result of a shard. Both only after the last
 *   model, and to `context.fail` if it is given
 */
export async function retrainModels(
  tasks: readonly TestedTask[],
  options: DnnOptions,
  context: RetrainingContext,
): Promise<Retraining[]> {
  const { retraining = true } = options;
  if (retraining === false) return [];
  const folder = join(context.folder, 'retraining');
  if (!context.merged && !context.sharded) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  const chosen = retraining === true ? {} : retraining;
  const run = { settings: settingsOf(options, context.root), folder: context.folder };
  const engines = [...new Set(tasks.flatMap(({ meta }) => meta.engines))].sort();
  const measure = async (candidate: Candidate): Promise<Retraining | undefined> => {
    const { checkMethods, retrainModel } = await import('./retrain-model.ts'); // loads the tensor engine
    checkMethods(chosen);
    return retrainModel(candidate, chosen, run).catch((error: unknown) => notSelected(candidate, chosen, error));
  };
  const once = (candidate: Candidate): Promise<Retraining | undefined> =>
    selectOnce(candidate, chosen, { ...run, engines }, () => measure(candidate));
  const results: Retraining[] = [];
  const absent: string[] = [];
  const errors: unknown[] = [];
  for (const candidate of candidatesOf(tasks, chosen)) {
    const file = join(folder, resultFile(candidate));
    try {
      const result = (context.merged && (await readResult(file, candidate))) || (await once(candidate));
      if (result) {
        await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
        results.push(result);
      } else absent.push(candidate.record.name);
    } catch (error) {
      errors.push(error);
    }
  }
  if (absent.length > 0) warnAbsent(absent);
  for (const error of new Map(errors.map((cause) => [String(cause), cause])).values()) {
    if (!context.fail) throw error;
    context.fail(error);
  }
  return results;
}

function warnAbsent(names: readonly string[]): void {
  process.stderr.write(
    `vitest-dnn: no inputs were selected for retraining ${cutMiddle(names.map((name) => `"${plainLine(name)}"`).join(', '), 1000)}: not in the cache.\n` +
      'Expected the trained models in the cache, or the selections of the shards in the folder "retraining" of the report.\n' +
      'Use the default dnn({ cache }), copy that folder along with the blobs, or turn selection off: dnn({ retraining: false }).\n',
  );
}

/** @returns the models to select for, each with its lowest measured robust accuracy */
export function candidatesOf(tasks: readonly TestedTask[], { models = 'best' }: RetrainingOptions): Candidate[] {
  const gates = sortTasks(tasks).flatMap(({ meta }) => meta.gates);
  const records = modelsOf(tasks).filter(({ id, name }) =>
    typeof models === 'string' ? gates.some(({ model }) => model === id) : models.some((text) => name.includes(text)),
  );
  return (models === 'best' ? withoutInferior(records) : records).map((record) => ({
    record,
    robustness: gates
      .flatMap(({ model, measurement }) =>
        model === record.id && measurement.kind === 'robustness' && !isPart(measurement) ? [measurement] : [],
      )
      .reduce<RobustnessMeasurement | undefined>(
        (least, measurement) => (least && least.robustAccuracy <= measurement.robustAccuracy ? least : measurement),
        undefined,
      ),
  }));
}

/** Of the models that are compared, those of one setting of active learning, only the best. All others stay. */
function withoutInferior(records: readonly ModelRecord[]): readonly ModelRecord[] {
  const compared = records.filter(({ origin, stages }) => origin === 'active-learning' && stages.length > 0);
  const quality = ({ stages }: ModelRecord): number[] => {
    const { robustness, accuracy } = stages[stages.length - 1];
    return [robustness ?? -1, accuracy];
  };
  const isBetter = (a: ModelRecord, b: ModelRecord): boolean => {
    const [[robustA, accurateA], [robustB, accurateB]] = [quality(a), quality(b)];
    return robustA > robustB || (robustA === robustB && accurateA > accurateB);
  };
  const best = [...groupBy(compared, ({ setting }) => setting).values()].map((runs) =>
    runs.reduce((leader, run) => (isBetter(run, leader) ? run : leader)),
  );
  return records.filter((record) => !compared.includes(record) || best.includes(record));
}
