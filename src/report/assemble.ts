import { gatherAttackSuccess } from './tables/attack-success.ts';
import { compare } from './comparison/compare.ts';
import { gatherCompressions } from './tables/compressions.ts';
import type { TaskMeta } from './schemas/gate.ts';
import type { ModelRecord } from './schemas/model-record.ts';
import type { Header, Report } from './schemas/report.ts';
import type { Retraining } from './schemas/retraining.ts';
import { order } from './groups.ts';
import { checkThresholds, type Thresholds } from './thresholds.ts';

/** What one test left behind. */
export interface TestedTask {
  /** Relative to the root of the project. */
  readonly file: string;
  /** Names of the suites and of the test, joined by ` > `. */
  readonly test: string;
  readonly meta: TaskMeta;
}

/**
 * Puts together what the tests of a run measured. The result depends on what was measured alone: not on the order in which
 * workers or shards finished, nor on where the project lies.
 */
export function assemble(
  tasks: readonly TestedTask[],
  given: { header: Omit<Header, 'engines'>; retraining: readonly Retraining[]; thresholds: Thresholds },
): Report {
  const sorted = sortTasks(tasks);
  const models = modelsOf(sorted);
  const comparisons = compare(models);
  const gates = sorted.flatMap(({ meta }) => meta.gates);
  return {
    header: { ...given.header, engines: [...new Set(sorted.flatMap(({ meta }) => meta.engines))].sort(order) },
    gates: sorted.flatMap(({ file, test, meta }) => meta.gates.map((gate) => ({ file, test, ...gate }))),
    comparisons,
    attacks: gatherAttackSuccess(gates, models),
    compressions: gatherCompressions(gates, models),
    retraining: [...given.retraining].sort((a, b) => order(a.name, b.name) || order(a.model, b.model)),
    thresholds: checkThresholds(comparisons, given.thresholds),
    models,
  };
}

/** The tests in an order that does not depend on which finished first. */
export function sortTasks(tasks: readonly TestedTask[]): TestedTask[] {
  return [...tasks].sort((a, b) => order(a.file, b.file) || order(a.test, b.test));
}

/** Every model once, whichever tests saw it. */
export function modelsOf(tasks: readonly TestedTask[]): ModelRecord[] {
  const byId = new Map(tasks.flatMap(({ meta }) => meta.models).map((record) => [record.id, record]));
  return [...byId.values()].sort((a, b) => order(a.name, b.name) || a.seed - b.seed || order(a.id, b.id));
}
