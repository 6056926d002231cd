/** The tensor engines by name: CUDA and CPU builds of native TensorFlow, WebAssembly (embedded), pure JavaScript. */
export type EngineName = (typeof engineNames)[number];

/** In the order in which `auto` would like them; the last one it never takes. */
export const engineNames = ['node-gpu', 'node', 'wasm', 'cpu'] as const;

/** What `dnn()` in the Vitest configuration sets for every worker; plain JSON, since it crosses processes. */
export interface Settings {
  /** Seed of everything that is not given one of its own. @defaultValue 0 */
  readonly seed: number;
  /** @defaultValue 'auto', or `DNN_ENGINE` */
  readonly engine: EngineName | 'auto';
  /** Folder of trained models and stages; false trains anew every time. @defaultValue node_modules/.cache/vitest-dnn, or `DNN_CACHE_DIR` */
  readonly cache: string | false;
}

export const defaultSettings: Settings = { seed: 0, engine: 'auto', cache: 'node_modules/.cache/vitest-dnn' };
let current: Settings = defaultSettings;

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
