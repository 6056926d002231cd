import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { TestAnnotation } from 'vitest';
import type { Reporter, TestCase, TestModule, TestProject, TestSpecification, Vitest } from 'vitest/node';
import { baselinePath } from '../src/baseline/path.ts';
import { baseReport, checkDnnOptions, type DnnOptions } from '../src/plugin-options.ts';

export type { DnnOptions } from '../src/plugin-options.ts';
export type { Report } from '../src/report/schemas/report.ts';

/**
 * Reports the measurements of a run after Vitest's own output: as tables in the terminal, as a page, as report.json and report.md, and in
 * the summary of a GitHub Actions step. `dnn()` in the configuration adds this reporter.
 */
export class DnnReporter implements Reporter {
  readonly #options: DnnOptions;
  readonly #heard = new Set<TestAnnotation>();
  #vitest: Vitest | undefined;

  constructor(options: DnnOptions = {}) {
    checkDnnOptions(options);
    this.#options = options;
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  /** Tells the workers how many files run at the same time: as many cores are not idle. */
  onTestRunStart(specifications: readonly TestSpecification[]): void {
    const most = ({ config }: TestProject): number =>
      config.maxWorkers || this.#vitest?.config.maxWorkers || Math.max(1, availableParallelism() - 1);
    for (const project of new Set(specifications.map((specification) => specification.project))) {
      const { dnn } = project.getProvidedContext();
      const filesAtOnce = Math.max(1, Math.min(most(project), specifications.length));
      if (dnn) project.provide('dnn', { ...dnn, settings: { ...dnn.settings, filesAtOnce } });
    }
  }

  onTestCaseAnnotate(_: TestCase, annotation: TestAnnotation): void {
    if (this.#vitest?.config.mergeReports) this.#heard.add(annotation);
  }

  async onTestRunEnd(testModules: readonly TestModule[]): Promise<void> {
    const vitest = this.#vitest;
    if (!vitest) return;
    await afterOthers(); // the other reporters print their summaries first
    const hasBase = baseReport(this.#options, vitest.config.root) !== undefined;
    if (!hasBase && !testModules.some((testModule) => measures(testModule) || hasBaseline(testModule))) return;
    const { reportRun } = await import('./report-run.ts'); // a run without measurements does not load it
    await reportRun(testModules, vitest, this.#options, this.#heard);
  }
}

/** Whether a spec file has a baseline, of which some checks may be obsolete. */
const hasBaseline = ({ moduleId }: TestModule): boolean => existsSync(baselinePath(moduleId));

const measures = ({ children }: TestModule): boolean =>
  [...children.allTests()].some((testCase) => 'dnn' in testCase.meta());

export default DnnReporter;
