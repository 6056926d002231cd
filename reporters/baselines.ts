import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { TestCase, TestModule, Vitest } from 'vitest/node';
import { changeBaseline, readBaseline } from '../src/baseline/file.ts';
import { baselineFolder, baselinePath, isCi, prefixOf, testKey } from '../src/baseline/path.ts';
import type { Baseline } from '../src/baseline/contract.ts';
import type { ObsoleteCheck } from '../src/report/schemas/report.ts';

/**
 * Finds checks in the baselines of the spec files that ran which no test makes any more: their test is gone, or passed without them. `-u`
 * removes them. Checks of tests that failed, were skipped or did not run stay, and so do those of projects that did not run.
 *
 * @returns the obsolete checks
 */
export async function obsoleteChecks(modules: readonly TestModule[], vitest: Vitest): Promise<ObsoleteCheck[]> {
  const { root, mergeReports } = vitest.config;
  const removed = vitest.snapshot.options.updateSnapshot === 'all' && !mergeReports && !isCi();
  const byPath = new Map<string, TestModule[]>();
  for (const testModule of modules) {
    const path = baselinePath(testModule.moduleId);
    byPath.set(path, [...(byPath.get(path) ?? []), testModule]);
  }
  const found: ObsoleteCheck[] = [];
  const note = (path: string, checks: readonly (readonly [test: string, check: string])[]): void => {
    const file = relative(root, path).replaceAll('\\', '/');
    for (const [test, check] of checks) found.push({ file, test, check, ...(removed && { removed }) });
  };
  for (const [path, ofPath] of byPath) {
    if (!existsSync(path)) continue;
    const gone = goneFrom(await readBaseline(path), ofPath, allProjects(vitest));
    note(path, gone);
    if (removed && gone.length > 0) await changeBaseline(path, (baseline) => without(baseline, gone));
  }
  for (const path of await orphansBeside([...byPath.keys()])) {
    const checks = await readBaseline(path).then(checksOf, () => []);
    if (checks.length === 0) continue; // not a file of ours
    note(path, checks);
    if (removed) await rm(path, { force: true });
  }
  return found;
}

/** The names of all projects; undefined if the command line chose some. */
function allProjects({ config, projects }: Vitest): readonly string[] | undefined {
  return config.project.length > 0 ? undefined : projects.map(({ name }) => name);
}

const checksOf = (baseline: Baseline): [test: string, check: string][] =>
  [...baseline].flatMap(([test, checks]) => [...checks.keys()].map((check): [string, string] => [test, check]));

/** The checks that belong to a project that ran, or to no project at all, and that no test makes. */
function goneFrom(
  baseline: Baseline,
  modules: readonly TestModule[],
  projects: readonly string[] | undefined,
): [test: string, check: string][] {
  const isOf = (test: string, project: string): boolean =>
    project ? test.startsWith(prefixOf(project)) : !/^\|[^|]*\| /.test(test);
  const states = modules.map((testModule) => [testModule.project.name, checksMade(testModule)] as const);
  return checksOf(baseline).filter(([test, check]) => {
    const own = states.filter(([project]) => isOf(test, project));
    if (own.length === 0) return projects !== undefined && !projects.some((project) => isOf(test, project));
    return own.every(([, made]) => made !== undefined && made(test, check) === false);
  });
}

/**
 * The checks that the tests of a module make.
 *
 * @returns a function that tells whether a test makes a check, undefined if it did not get so far; undefined if the module did not load
 */
function checksMade(testModule: TestModule): ((test: string, check: string) => boolean | undefined) | undefined {
  if (testModule.errors().length > 0) return undefined;
  const seen = new Map<string, number>();
  const tests = new Map<string, TestCase>();
  for (const testCase of testModule.children.allTests()) {
    const names = namesOf(testCase);
    const name = names.join(' > ');
    const earlier = seen.get(name) ?? 0;
    seen.set(name, earlier + 1);
    tests.set(testKey(testModule.project.name, names, earlier), testCase);
  }
  return (test, check) => {
    const testCase = tests.get(test);
    if (!testCase) return false;
    const { dnn } = testCase.meta() as { dnn?: { gates?: { baseline?: { test?: string; check?: string } }[] } };
    if (dnn?.gates?.some(({ baseline }) => baseline?.test === test && baseline.check === check)) return true;
    return testCase.result().state === 'passed' && !testCase.options.fails ? false : undefined;
  };
}

function namesOf(entity: TestCase | TestCase['parent']): string[] {
  return entity.type === 'module' ? [] : [...namesOf(entity.parent), entity.name];
}

function without(
  baseline: Baseline,
  gone: readonly (readonly [test: string, check: string])[],
): [string, Map<string, never>][] {
  const tests = new Set(gone.map(([test]) => test));
  return [...tests].map((test) => {
    const left = [...(baseline.get(test) ?? [])].filter(
      ([check]) => !gone.some(([other, name]) => other === test && name === check),
    );
    return [test, new Map(left) as Map<string, never>];
  });
}

/** Baselines whose spec file is gone, in the folders beside the spec files that ran. */
async function orphansBeside(paths: readonly string[]): Promise<string[]> {
  const orphans: string[] = [];
  for (const folder of new Set(paths.map(dirname))) {
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const spec = join(dirname(folder), basename(name, '.json'));
      if (basename(folder) === baselineFolder && name.endsWith('.json') && !existsSync(spec))
        orphans.push(join(folder, name));
    }
  }
  return orphans.sort();
}
