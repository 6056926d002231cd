import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsOf, type DnnOptions, type RetrainingOptions } from '../../src/plugin-options.ts';
import { modelsOf, sortTasks, type TestedTask } from '../../src/report/assemble.ts';
import type { RobustnessMeasurement } from '../../src/report/schemas/robustness-measurement.ts';
import type { Retraining } from '../../src/report/schemas/retraining.ts';
import { validateRetraining } from '../../src/report/validate.ts';
import { fileStem, type Candidate, type RetrainingContext } from './candidate.ts';

/**
 * Selects inputs for retraining for every model that an assertion tested, and retrains if the options ask for it. The results
 * are written to `retraining/` in the report folder: one JSON file per model, and JSON lines that list the selected inputs.
 *
 * Models are opened from the cache. A merging run reads the results of its shards from the folder instead. Models that are in
 * neither place are skipped, with a warning on stderr.
 *
 * @returns one result per model
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
  const measure = async (candidate: Candidate): Promise<Retraining | undefined> => {
    const { retrainModel } = await import('./retrain-model.ts'); // loads the tensor engine
    return retrainModel(candidate, chosen, run);
  };
  const results: Retraining[] = [];
  const absent: string[] = [];
  for (const candidate of candidatesOf(tasks, chosen)) {
    const file = join(folder, resultFile(candidate));
    const result = (context.merged && (await readResult(file))) || (await measure(candidate));
    if (!result) {
      absent.push(candidate.record.name);
      continue;
    }
    await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
    results.push(result);
  }
  if (absent.length > 0) warnAbsent(absent);
  return results;
}

function warnAbsent(names: readonly string[]): void {
  process.stderr.write(
    `vitest-dnn: no inputs were selected for retraining ${names.map((name) => `"${name}"`).join(', ')}: not in the cache.\n` +
      'Expected the trained models in the cache, or the selections of the shards in the folder "retraining" of the report.\n' +
      'Use the default dnn({ cache }), copy that folder along with the blobs, or turn selection off: dnn({ retraining: false }).\n',
  );
}

/**
 * Names the file of a result. Shards may measure the same model under different attacks, each under the worst attack of its own
 * tests. The name holds a hash of the attack, so the merging run finds the result for the worst attack of all shards.
 *
 * @returns the file name, without a folder
 */
export function resultFile({ record, robustness }: Candidate): string {
  if (!robustness) return `${fileStem(record)}.json`;
  const { attack, epsilon, parameters } = robustness;
  const hash = createHash('sha256').update(JSON.stringify([attack, epsilon, parameters]));
  return `${fileStem(record)}-${hash.digest('hex').slice(0, 8)}.json`;
}

/** @returns the models to select for, each with its lowest measured robust accuracy */
export function candidatesOf(tasks: readonly TestedTask[], { models = 'gated' }: RetrainingOptions): Candidate[] {
  const gates = sortTasks(tasks).flatMap(({ meta }) => meta.gates);
  return modelsOf(tasks)
    .filter(({ id, name }) =>
      models === 'gated' ? gates.some(({ model }) => model === id) : models.some((text) => name.includes(text)),
    )
    .map((record) => ({
      record,
      robustness: gates
        .flatMap(({ model, measurement }) =>
          model === record.id && measurement.kind === 'robustness' ? [measurement] : [],
        )
        .reduce<RobustnessMeasurement | undefined>(
          (least, measurement) => (least && least.robustAccuracy <= measurement.robustAccuracy ? least : measurement),
          undefined,
        ),
    }));
}

async function readResult(file: string): Promise<Retraining | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : validateRetraining(JSON.parse(text), file);
}
