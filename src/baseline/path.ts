import { basename, dirname, join } from 'node:path';

/** The folder of baselines, beside the spec files. */
export const baselineFolder = '__baselines__';

/** @returns the path of the baseline of a spec file */
export const baselinePath = (specFile: string): string =>
  join(dirname(specFile), baselineFolder, `${basename(specFile)}.json`);

/** @returns the name of a test in a baseline, of its project, and of suites and test. Of namesakes, the later ones have a number */
export const testKey = (project: string | undefined, names: readonly string[], earlierNamesakes: number): string =>
  `${project ? prefixOf(project) : ''}${numbered(names.join(' > '), earlierNamesakes)}`;

/** @returns how the names of the tests of a project begin */
export const prefixOf = (project: string): string => `|${project}| `;

/** @returns the name; a later use of it has a number */
export const numbered = (name: string, earlier: number): string => (earlier > 0 ? `${name} #${earlier + 1}` : name);

/** @returns whether the process runs in CI, where no baseline is written */
export const isCi = (): boolean => !['', 'false', '0', undefined].includes(process.env.CI?.toLowerCase());
