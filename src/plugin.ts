import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import type { Provided } from '../matchers/provided.ts';
import { DnnReporter } from '../reporters/index.ts';
import { checkDnnOptions, reportFolder, settingsOf, type DnnOptions } from './plugin-options.ts';

export type { DnnOptions, RetrainingOptions } from './plugin-options.ts';
export type { Threshold, Thresholds } from './report/thresholds.ts';

/** The reporter of a Vitest instance, so that several projects share one. */
const reporterKey = Symbol.for('vitest-dnn.reporter');

/** A fixture that trains counts against the time of the first test that asks for it. */
const patience = 30 * 60_000;

/**
 * The whole set-up of vitest-dnn: registers the matchers, the guard against assertions that nobody awaits and the reporter,
 * and gives training its time. Loads no tensor engine.
 *
 * @throws InvalidOptionError - where an option does not fit
 * @example
 * export default defineConfig({ plugins: [dnn({ seed: 1 })] });
 */
export function dnn(options: DnnOptions = {}): Plugin {
  checkDnnOptions(options);
  return {
    name: 'vitest-dnn',
    config: ({ test = {} }) => ({
      test: {
        ...(test.testTimeout === undefined && { testTimeout: patience }),
        ...(test.hookTimeout === undefined && { hookTimeout: patience }),
        server: { deps: { external: builtFiles() } },
      },
    }),
    configureVitest: ({ vitest, project }) => {
      project.config.setupFiles.push(setupFile());
      project.provide('dnn', providedFor(options, vitest.config.root, vitest.vite.config.configFile));
      if (Reflect.get(vitest, reporterKey) !== undefined) return;
      const reporter = new DnnReporter(options);
      Reflect.set(vitest, reporterKey, reporter);
      vitest.config.reporters.push(reporter as never); // typed as a pair of name and options; instances are taken too
    },
  };
}

function providedFor(options: DnnOptions, root: string, configFile: string | undefined): Provided {
  return {
    settings: settingsOf(options, root),
    invocation: {
      folder: process.cwd(),
      configuration: configurationArgument(configFile),
      report: reportFolder(options, root),
    },
  };
}

/** Vitest finds a configuration in the folder by itself; any other has to be named. */
function configurationArgument(configFile: string | undefined): string {
  if (!configFile || dirname(configFile) === process.cwd()) return '';
  return `--config ${relative(process.cwd(), configFile).replaceAll('\\', '/')}`;
}

const here = fileURLToPath(import.meta.url);
const isBuilt = here.endsWith('.js');

function setupFile(): string {
  return fileURLToPath(new URL(isBuilt ? '../matchers/setup.js' : '../matchers/setup.ts', import.meta.url));
}

/** Node loads what is built faster than Vite transforms it; below node_modules Vitest leaves it to Node by itself. */
function builtFiles(): RegExp[] {
  if (!isBuilt) return [];
  const folder = dirname(dirname(here)).replaceAll('\\', '/');
  return [new RegExp(`^${folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`)];
}
