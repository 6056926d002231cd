import type { EngineName } from './engine/contract.ts';

/** What `dnn()` in the Vitest configuration sets for every worker; plain JSON, since it crosses processes. */
export interface Settings {
  /** Seed of everything that is not given one of its own. @defaultValue 0 */
  readonly seed: number;
  /** @defaultValue 'auto', or `DNN_ENGINE` */
  readonly engine: EngineName | 'auto';
  /** Folder of trained models and stages; false trains anew every time. @defaultValue node_modules/.cache/vitest-dnn, or `DNN_CACHE_DIR` */
  readonly cache: string | false;
}

const defaults: Settings = { seed: 0, engine: 'auto', cache: 'node_modules/.cache/vitest-dnn' };
let current: Settings = defaults;

/** The settings of this process. */
export function settings(): Settings {
  return current;
}

/** Replaces the given settings of this process; environment variables win over what is configured. */
export function configure(changes: Partial<Settings>): Settings {
  const { DNN_ENGINE, DNN_CACHE_DIR } = process.env;
  current = {
    ...current,
    ...changes,
    ...(DNN_ENGINE ? { engine: DNN_ENGINE as EngineName } : {}),
    ...(DNN_CACHE_DIR && changes.cache !== false ? { cache: DNN_CACHE_DIR } : {}),
  };
  return current;
}

configure({});
