import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import type { Provided } from '../matchers/provided.ts';
import { DnnReporter } from '../reporters/index.ts';
import { checkDnnOptions, reportFolder, settingsOf, type DnnOptions } from './plugin-options.ts';

export type { DnnOptions, RetrainingOptions } from './plugin-options.ts';
export type { Threshold, Thresholds } from './report/thresholds.ts';

/** Key of the reporter on a Vitest instance, so that several projects share one reporter. */
const reporterKey = Symbol.for('vitest-dnn.reporter');

/** Timeout in milliseconds. The training time of a fixture counts towards the first test that uses it. */
const timeout = 30 * 60_000;

/**
 * Sets up vitest-dnn: registers the matchers, the guard against assertions without `await` and the reporter, and raises the
 * timeouts so that training can finish. It does not load the tensor engine.
 *
 * @returns the Vitest plugin
 * @throws InvalidOptionError - if an option is unknown, or its value is not accepted
 * @example
 * export default defineConfig({ plugins: [dnn({ seed: 1 })] });
 */
export function dnn(options: DnnOptions = {}): Plugin {
  checkDnnOptions(options);
  return {
    name: 'vitest-dnn',
    config: ({ test = {} }) => ({
      test: {
        ...(test.testTimeout === undefined && { testTimeout: timeout }),
        ...(test.hookTimeout === undefined && { hookTimeout: timeout }),
        server: { deps: { external: builtFiles() } },
      },
    }),
    configureVitest: ({ vitest, project }) => {
      project.config.setupFiles.push(setupFile());
      project.provide('dnn', providedFor(options, vitest.config.root, vitest.vite.config.configFile));
      if (Reflect.get(vitest, reporterKey) !== undefined) return;
      const reporter = new DnnReporter(options);
      Reflect.set(vitest, reporterKey, reporter);
      vitest.config.reporters.push(reporter as never); // the type only allows pairs of name and options; Vitest accepts instances too
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

/** The argument that names the configuration; empty if Vitest finds it in the current folder. */
function configurationArgument(configFile: string | undefined): string {
  if (!configFile || dirname(configFile) === process.cwd()) return '';
  return `--config ${relative(process.cwd(), configFile).replaceAll('\\', '/')}`;
}

const thisFile = fileURLToPath(import.meta.url);
const isBuilt = thisFile.endsWith('.js');

function setupFile(): string {
  return fileURLToPath(new URL(isBuilt ? '../matchers/setup.js' : '../matchers/setup.ts', import.meta.url));
}

/** Compiled files, which Node loads faster than Vite transforms them. Vitest does this by default inside node_modules. */
function builtFiles(): RegExp[] {
  if (!isBuilt) return [];
  const folder = dirname(dirname(thisFile)).replaceAll('\\', '/');
  return [new RegExp(`^${folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`)];
}
