import { isAbsolute, resolve } from 'node:path';
import type { JsonObject } from './json.ts';
import {
  checkOptions,
  integer,
  integerFrom,
  isObject,
  oneOf,
  positive,
  positiveShare,
  workersLimit,
  type Limit,
} from './options.ts';
import { quantities, type Thresholds } from './report/thresholds.ts';
import {
  defaultSettings,
  engineNames,
  undecidedPolicies,
  type EngineName,
  type Settings,
  type UndecidedPolicy,
} from './settings.ts';

/** How the reporter selects inputs for retraining, and whether it retrains. JSON, so that the configuration loads fast. */
export interface RetrainingOptions {
  /**
   * Also retrain the model on adversarial examples of the selection, and compare this with a random selection.
   * @defaultValue false
   */
  readonly retrain?: boolean;
  /** Name of the acquisition function that selects the inputs. @defaultValue 'dre' */
  readonly acquisition?: string;
  /** Sizes of the selections, as shares of the pool. @defaultValue [0.01, 0.02, 0.04, 0.1] */
  readonly budgets?: readonly number[];
  /**
   * Also write every selection as tasks for Label Studio, with the predictions of the model: a folder `<selection>-tasks` beside the list.
   * Pictures are served from there as local files, if the document root is the folder `retraining`.
   * @defaultValue false
   */
  readonly tasks?: boolean;
  /**
   * `'best'`: every model that an assertion tested, but of models that are compared only the one with the highest robust accuracy,
   * or else accuracy. `'gated'`: every model that an assertion tested. A list: models whose name contains one of these strings.
   * @defaultValue 'best'
   */
  readonly models?: 'best' | 'gated' | readonly string[];
  /**
   * The attack that crafts the adversarial examples and measures robust accuracy.
   * @defaultValue that of the model's robustness measurement, else 'pgd', and on texts 'deepWordBug'
   */
  readonly attack?: string;
  /** Options of that attack. @defaultValue those of the robustness measurement if it used this attack, else its defaults */
  readonly attackOptions?: JsonObject;
  /** Epsilon of that attack. @defaultValue that of the model's robustness measurement, else 0.1 of the width of the range; on texts 0.2 of the words, or 5 edits */
  readonly epsilon?: number;
  /** Epochs of retraining. @defaultValue 5 */
  readonly epochs?: number;
  /** Maximum number of inputs to attack when robust accuracy is measured. @defaultValue 500 */
  readonly limit?: number;
}

/** Options of `dnn()` in the Vitest configuration. */
export interface DnnOptions {
  /** Default seed for everything that does not set its own `seed`. @defaultValue 0 */
  readonly seed?: number;
  /** The tensor engine that computes networks. @defaultValue 'auto': the first installed one of node-gpu, node and wasm */
  readonly engine?: EngineName | 'auto';
  /** Folder of report.json, report.md and the selections, relative to the root. @defaultValue 'reports/dnn' */
  readonly reportDir?: string;
  /**
   * Path of the report.json of the base run, relative to the root. `comment.md` begins with the difference to it.
   * @defaultValue `DNN_BASE_REPORT`, else none
   */
  readonly base?: string;
  /** Select inputs for retraining after the run; false turns it off. @defaultValue { retrain: false } */
  readonly retraining?: boolean | RetrainingOptions;
  /** Minimum values for the comparison of acquisition functions; a lower value fails the run. @defaultValue none */
  readonly thresholds?: Thresholds;
  /**
   * Cache folder of trained models and stages, relative to the root; false turns it off.
   * @defaultValue 'node_modules/.cache/vitest-dnn'
   */
  readonly cache?: string | false;
  /**
   * What a gate does whose interval holds the threshold. `'warn'`: it goes by its value, and is counted and shown as undecided. `'pass'`:
   * it passes. `'fail'`: it fails. `{ undecided }` of an assertion takes precedence.
   * @defaultValue 'warn'
   */
  readonly undecided?: UndecidedPolicy;
  /**
   * Worker threads that share one evaluation, with the same results; 0 and 1 turn them off. `'auto'`: as many as there are idle cores
   * beside the files that Vitest runs at the same time, none with a native engine.
   * @defaultValue `DNN_WORKERS`, else 'auto'
   */
  readonly workers?: number | 'auto';
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0;
const object: Limit = { expected: 'an object', holds: isObject };

const limits: Record<keyof DnnOptions, Limit> = {
  seed: integer,
  engine: oneOf('auto', ...engineNames),
  reportDir: { expected: 'the path of a folder', holds: isText },
  base: { expected: 'the path of a report.json', holds: isText },
  retraining: {
    expected: 'true, false or an object',
    holds: (value) => typeof value === 'boolean' || isObject(value),
  },
  thresholds: object,
  cache: { expected: 'the path of a folder, or false', holds: (value) => value === false || isText(value) },
  undecided: oneOf(...undecidedPolicies),
  workers: workersLimit,
};

const retrainingLimits: Record<keyof RetrainingOptions, Limit> = {
  retrain: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
  acquisition: { expected: "the name of an acquisition function, such as 'dre'", holds: isText },
  budgets: {
    expected: 'shares of the pool, each above 0 and at most 1, such as [0.01, 0.1]',
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every(positiveShare.holds),
  },
  tasks: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
  models: {
    expected: "'best', 'gated' or a list of names",
    holds: (value) => value === 'best' || value === 'gated' || (Array.isArray(value) && value.every(isText)),
  },
  attack: { expected: "the name of an attack, such as 'pgd'", holds: isText },
  attackOptions: object,
  epsilon: positive,
  epochs: integerFrom(1),
  limit: integerFrom(1),
};

const threshold: Limit = {
  expected: 'a number, or an object of numbers by acquisition function',
  holds: (value) => Number.isFinite(value) || (isObject(value) && Object.values(value).every(Number.isFinite)),
};
const thresholdLimits = Object.fromEntries(quantities.map((name) => [name, threshold]));

/**
 * Checks the options of `dnn()` before any test runs.
 *
 * @throws InvalidOptionError - if an option is unknown, or its value is not accepted
 */
export function checkDnnOptions(options: DnnOptions): void {
  checkOptions('dnn', options, limits);
  if (isObject(options.retraining)) checkOptions('dnn({ retraining })', options.retraining, retrainingLimits);
  if (options.thresholds) checkOptions('dnn({ thresholds })', options.thresholds, thresholdLimits);
}

/** @returns the settings of every process of a run; a relative cache folder is resolved against the root of the project */
export function settingsOf({ seed, engine, cache, undecided, workers }: DnnOptions, root: string): Settings {
  const folder = cache ?? defaultSettings.cache;
  return {
    seed: seed ?? defaultSettings.seed,
    engine: engine ?? defaultSettings.engine,
    cache: folder === false || isAbsolute(folder) ? folder : resolve(root, folder),
    undecided: undecided ?? defaultSettings.undecided,
    workers: workers ?? defaultSettings.workers,
    filesAtOnce: defaultSettings.filesAtOnce,
  };
}

/** @returns the absolute path of the report of the base run; undefined if none is given */
export function baseReport({ base }: DnnOptions, root: string): string | undefined {
  const path = process.env.DNN_BASE_REPORT || base;
  return path ? resolve(root, path) : undefined;
}

/** @returns the absolute path of the report folder */
export function reportFolder({ reportDir = 'reports/dnn' }: DnnOptions, root: string): string {
  return resolve(root, reportDir);
}
