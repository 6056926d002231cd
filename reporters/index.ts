import { existsSync } from 'node:fs';
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { TestAnnotation } from 'vitest';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
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
