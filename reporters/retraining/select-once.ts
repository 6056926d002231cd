import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hashOf, openCache } from '../../src/cache/index.ts';
import type { RetrainingOptions } from '../../src/plugin-options.ts';
import type { Retraining } from '../../src/report/schemas/retraining.ts';
import type { Settings } from '../../src/settings.ts';
import { version } from '../../src/version.ts';
import type { Candidate } from './candidate.ts';

/** All that a selection depends on, besides the model and the options. */
interface Run {
  readonly settings: Settings;
  /** The report folder. */
  readonly folder: string;
  /** Engines of the measurements, with version and threads. */
  readonly engines: readonly string[];
}

const fileName = 'selection.json';

/**
 * Takes the selection for a model from the cache, with its files, or makes and stores it. A run that tests cached models then loads
 * no tensor engine to select. Retraining itself, and selections with warnings or tasks, are not stored.
 *
 * @returns the result; undefined if `select` cannot open the model
 */
export async function selectOnce(
  { record }: Candidate,
  { retrain = false, tasks = false, acquisition = 'dre', budgets }: RetrainingOptions,
  { settings, folder, engines }: Run,
  select: () => Promise<Retraining | undefined>,
): Promise<Retraining | undefined> {
  if (retrain || tasks) return select();
  const cache = openCache(settings.cache);
  const { seed, engine } = settings;
  const { id, name } = record;
  const made = {
    id,
    name,
    acquisition,
    budgets: budgets ? [...budgets] : null,
    seed,
    engine,
    engines: [...engines],
    version,
  };
  const key = `selection-${hashOf(made)}`;
  const entry = await cache.find(key);
  if (entry !== undefined) {
    const stored = JSON.parse(await readFile(join(entry, fileName), 'utf8')) as Retraining;
    for (const file of filesOf(stored)) {
      await mkdir(join(folder, dirname(file)), { recursive: true });
      await copyFile(join(entry, basename(file)), join(folder, file));
    }
    return stored;
  }
  const result = await select();
  if (result && result.warnings === undefined)
    await cache.publish(key, async (unfinished) => {
      await writeFile(join(unfinished, fileName), JSON.stringify(result));
      for (const file of filesOf(result)) await copyFile(join(folder, file), join(unfinished, basename(file)));
    });
  return result;
}

/** The files of a selection, relative to the report folder. */
const filesOf = ({ budgets }: Retraining): Set<string> =>
  new Set(budgets.flatMap(({ file, thumbnails }) => (thumbnails === undefined ? [file] : [file, thumbnails])));
