import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import type { Vitest } from 'vitest/node';
import { quoted } from '../matchers/message/command.ts';
import type { Provided } from '../matchers/provided.ts';
import { DnnReporter } from '../reporters/index.ts';
import { checkDnnOptions, reportFolder, settingsOf, type DnnOptions } from './plugin-options.ts';

export type { DnnOptions, RetrainingOptions } from './plugin-options.ts';
export type { Threshold, Thresholds } from './report/thresholds.ts';
/** With this type, TypeScript knows the assertions in every spec of a program that contains the configuration. */
// oxlint-disable-next-line no-restricted-imports -- a type, which loads nothing
export type { QualityMatchers } from '../matchers/index.ts';

/** Key of the reporter on a Vitest instance, so that several projects share one reporter. */
const reporterKey = Symbol.for('vitest-dnn.reporter');

/**
 * Limit in milliseconds of tests that use a fixture or an assertion of this package. The training time of a fixture counts
 * towards the first test that uses it. The last millisecond tells it from limits that users give.
 */
const limitOfModels = 30 * 60_000 + 1;

/**
 * Sets up vitest-dnn: registers the matchers, the guard against assertions without `await` and the reporter. Tests that
 * use a fixture or an assertion of this package get time to train; all others keep their limits. It does not load the tensor engine.
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
    config: () => ({ test: { server: { deps: { external: builtFiles() } } } }),
    configureVitest: ({ vitest, project }) => {
      project.config.setupFiles.push(setupFile());
      const limits = extendLimit(project.config);
      project.provide('dnn', { ...providedFor(options, vitest), limits });
      if (Reflect.get(vitest, reporterKey) !== undefined) return;
      const reporter = new DnnReporter(options);
      Reflect.set(vitest, reporterKey, reporter);
      vitest.config.reporters.push(reporter as never); // the type only allows pairs of name and options; Vitest accepts instances too
    },
  };
}

/** Raises the limit that Vitest applies. The worker applies the configured one to tests that use no model. */
function extendLimit(config: { testTimeout: number }): Provided['limits'] {
  const configured = config.testTimeout;
  if (configured <= 0 || configured >= limitOfModels) return undefined;
  config.testTimeout = limitOfModels;
  return { configured, ofModels: limitOfModels };
}

function providedFor(options: DnnOptions, { config: { root, coverage }, vite }: Vitest): Provided {
  const { inlineConfig, configFile } = vite.config;
  const settings = settingsOf(options, root);
  return {
    settings,
    ...(settings.cache !== false && !coverage.enabled && { compiled: join(settings.cache, 'compiled') }),
    invocation: {
      folder: process.cwd(),
      configuration: configurationArguments(inlineConfig.root, configFile && resolve(configFile)),
      report: reportFolder(options, root),
    },
  };
}

/**
 * The arguments with which Vitest finds this configuration again; empty if it does without.
 *
 * @param root - the root of the command line
 */
function configurationArguments(root: string | undefined, configFile: string | undefined): string {
  const folder = resolve(root ?? '.'); // Vitest looks for the configuration there
  const path = (from: string, to: string): string => quoted(relative(from, to).replaceAll('\\', '/'));
  return [
    ...(folder === process.cwd() ? [] : [`--root ${path(process.cwd(), folder)}`]),
    ...(!configFile || configFile === foundIn(folder) ? [] : [`--config ${path(folder, configFile)}`]),
  ].join(' ');
}

/** The configuration that Vitest finds for a folder, there or above. */
function foundIn(folder: string): string | undefined {
  const names = ['vitest.config', 'vite.config'].flatMap((name) =>
    ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => join(folder, `${name}.${extension}`)),
  );
  const parent = dirname(folder);
  return names.find((name) => existsSync(name)) ?? (parent === folder ? undefined : foundIn(parent));
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
