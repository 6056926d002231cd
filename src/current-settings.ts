/** Names of the tensor engines: native TensorFlow on CUDA and on the CPU, WebAssembly (embedded), and pure JavaScript. */
export type EngineName = (typeof engineNames)[number];

/** The engines in the order in which `auto` tries them; it never tries the last one. */
export const engineNames = ['node-gpu', 'node', 'wasm', 'cpu'] as const;

/** What an undecided gate does: it passes, it fails, or it goes by its value with a warning. */
export type UndecidedPolicy = (typeof undecidedPolicies)[number];

/** The policies, the default first. */
export const undecidedPolicies = ['warn', 'pass', 'fail'] as const;

/** Settings that `dnn()` in the Vitest configuration sends to every worker, as plain JSON. */
export interface Settings {
  /** Seed of everything without a seed in its own options. @defaultValue 0 */
  readonly seed: number;
  /** The tensor engine. @defaultValue `DNN_ENGINE`, else 'auto' */
  readonly engine: EngineName | 'auto';
  /** Cache folder of trained models and stages; false turns it off. @defaultValue `DNN_CACHE_DIR`, else 'node_modules/.cache/vitest-dnn' */
  readonly cache: string | false;
  /** What a gate does whose interval holds the threshold. @defaultValue 'warn' */
  readonly undecided: UndecidedPolicy;
  /** Worker threads of one evaluation; 0 and 1 turn them off. @defaultValue `DNN_WORKERS`, else 'auto' */
  readonly workers: number | 'auto';
  /** Number of spec files that Vitest runs at the same time. @defaultValue 1 */
  readonly filesAtOnce: number;
}

/** The settings without a plugin and without environment variables. */
export const defaultSettings: Settings = {
  seed: 0,
  engine: 'auto',
  cache: 'node_modules/.cache/vitest-dnn',
  undecided: 'warn',
  workers: 'auto',
  filesAtOnce: 1,
};
let current: Settings = defaultSettings;

/** @returns the settings of this process */
export function settings(): Settings {
  return current;
}

/**
 * Changes some settings of this process. Environment variables take precedence over configured values.
 *
 * @returns the new settings
 */
export function configure(changes: Partial<Settings>): Settings {
  const { DNN_ENGINE, DNN_CACHE_DIR, DNN_WORKERS } = process.env;
  current = {
    ...current,
    ...changes,
    ...(DNN_ENGINE ? { engine: DNN_ENGINE as EngineName } : {}),
    ...(DNN_WORKERS ? { workers: DNN_WORKERS === 'auto' ? DNN_WORKERS : Number(DNN_WORKERS) } : {}),
    ...(DNN_CACHE_DIR && changes.cache !== false ? { cache: DNN_CACHE_DIR } : {}),
  };
  return current;
}

configure({});
