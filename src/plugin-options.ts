import type { EngineName } from './settings.ts';
import { engineNames } from './settings.ts';
import { InvalidOptionError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { quantities, type Thresholds } from './report/thresholds.ts';

/** How the reporter selects inputs for retraining, and whether it retrains. JSON, so that the configuration stays light. */
export interface RetrainingOptions {
  /** Retrain on adversarial examples of the selection and measure what it bought, beside random selection. @defaultValue false */
  readonly retrain?: boolean;
  /** Name of the acquisition function that selects. @defaultValue 'dre' */
  readonly acquisition?: string;
  /** Shares of the pool. @defaultValue [0.01, 0.02, 0.04, 0.1] */
  readonly budgets?: readonly number[];
  /** Which models: those that an assertion tested, or those whose name contains one of the texts. @defaultValue 'gated' */
  readonly models?: 'gated' | readonly string[];
  /** The attack that crafts the examples and judges robustness. @defaultValue that of the model's own robustness measurement, else 'pgd' */
  readonly attack?: string;
  /** Options of that attack. */
  readonly attackOptions?: JsonObject;
  /** @defaultValue that of the model's own robustness measurement, else 0.1 */
  readonly epsilon?: number;
  /** Epochs of retraining. @defaultValue 5 */
  readonly epochs?: number;
  /** Attack at most this many inputs to judge robustness. @defaultValue 500 */
  readonly limit?: number;
}

/** What `dnn()` takes in the Vitest configuration. */
export interface DnnOptions {
  /** Seed of everything that is not given one of its own. @defaultValue 0 */
  readonly seed?: number;
  /** @defaultValue 'auto': the first that is installed of node-gpu, node and wasm */
  readonly engine?: EngineName | 'auto';
  /** Where report.json, report.md and the selections go, relative to the root. @defaultValue 'reports/dnn' */
  readonly reportDir?: string;
  /** Select inputs for retraining after the run; false leaves it. @defaultValue { retrain: false } */
  readonly retraining?: boolean | RetrainingOptions;
  /** Least values of the comparison; one below fails the run. @defaultValue none */
  readonly thresholds?: Thresholds;
  /** Folder of trained models and stages, relative to the root; false trains anew. @defaultValue 'node_modules/.cache/vitest-dnn' */
  readonly cache?: string | false;
}

interface Rule {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

const isShare = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 1;
const isPositiveInteger = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;
const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isThreshold = (value: unknown): boolean =>
  Number.isFinite(value) || (isObject(value) && Object.values(value).every(Number.isFinite));

const rules: Record<keyof DnnOptions, Rule> = {
  seed: { expected: 'an integer', fits: Number.isSafeInteger },
  engine: {
    expected: `one of auto, ${engineNames.join(', ')}`,
    fits: (value) => ['auto', ...engineNames].includes(value as string),
  },
  reportDir: { expected: 'the path of a folder', fits: isText },
  retraining: { expected: 'true, false or an object', fits: (value) => typeof value === 'boolean' || isObject(value) },
  thresholds: { expected: 'an object', fits: isObject },
  cache: { expected: 'the path of a folder, or false', fits: (value) => value === false || isText(value) },
};

const retrainingRules: Record<keyof RetrainingOptions, Rule> = {
  retrain: { expected: 'true or false', fits: (value) => typeof value === 'boolean' },
  acquisition: { expected: "the name of an acquisition function, such as 'dre'", fits: isText },
  budgets: {
    expected: 'shares of the pool, each above 0 and at most 1, such as [0.01, 0.1]',
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isShare),
  },
  models: {
    expected: "'gated' or a list of names",
    fits: (value) => value === 'gated' || (Array.isArray(value) && value.every(isText)),
  },
  attack: { expected: "the name of an attack, such as 'pgd'", fits: isText },
  attackOptions: { expected: 'an object', fits: isObject },
  epsilon: { expected: 'a finite number above 0', fits: (value) => Number.isFinite(value) && (value as number) > 0 },
  epochs: { expected: 'a whole number above 0', fits: isPositiveInteger },
  limit: { expected: 'a whole number above 0', fits: isPositiveInteger },
};

const thresholdRules = Object.fromEntries(
  quantities.map((name) => [name, { expected: 'a number, or numbers by acquisition function', fits: isThreshold }]),
);

/**
 * Checks what stands in the configuration, before any test runs.
 *
 * @throws InvalidOptionError
 */
export function checkOptions(options: DnnOptions): void {
  check('dnn', options, rules);
  if (isObject(options.retraining)) check('dnn({ retraining })', options.retraining, retrainingRules);
  if (options.thresholds) check('dnn({ thresholds })', options.thresholds, thresholdRules);
}

function check(owner: string, options: unknown, known: Readonly<Record<string, Rule>>): void {
  const names = Object.keys(known).join(', ');
  if (!isObject(options))
    throw new InvalidOptionError(`${owner}: the options are ${show(options)}.\nExpected an object with ${names}.`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      throw new InvalidOptionError(
        `${owner}: there is no option "${name}".\nExpected ${names}.\nRemove it or correct its name.`,
      );
    }
    if (value === undefined || known[name].fits(value)) continue;
    throw new InvalidOptionError(
      `${owner}: ${name} is ${show(value)}.\nExpected ${known[name].expected}.\nLeave it out for the default.`,
    );
  }
}

const show = (value: unknown): string =>
  typeof value === 'function' ? `the function ${value.name}` : (JSON.stringify(value) ?? String(value));
