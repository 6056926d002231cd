import { gatherAttackSuccess } from './tables/attack-success.ts';
import { compare } from './comparison/compare.ts';
import { gatherCompressions } from './tables/compressions.ts';
import type { TaskMeta } from './schemas/gate.ts';
import type { ModelRecord } from './schemas/model-record.ts';
import type { Header, ObsoleteCheck, Report, ReportedGate, TestState } from './schemas/report.ts';
import type { Retraining } from './schemas/retraining.ts';
import { order } from './groups.ts';
import { nameModels } from './model-names.ts';
import { checkThresholds, type Thresholds } from './thresholds.ts';

/** A test with its measurements. */
export interface TestedTask {
  /** Path of the spec file, relative to the root of the project. */
  readonly file: string;
  /** Names of the suites and of the test, joined by ` > `. */
  readonly test: string;
  readonly meta: TaskMeta;
  /** How Vitest counts the test. @defaultValue unknown */
  readonly state?: TestState;
  /** Whether the test is one of `test.fails`. @defaultValue false */
  readonly fails?: boolean;
}

/**
 * Assembles the report from the measurements of the tests of a run. Models with the same name are told apart. The result only depends on the measurements: not on the
 * order in which workers or shards finished, nor on the folder of the project.
 *
 * @returns the report
 */
export function assemble(
  tasks: readonly TestedTask[],
  context: {
    header: Omit<Header, 'engines'>;
    retraining: readonly Retraining[];
    thresholds: Thresholds;
    obsolete?: readonly ObsoleteCheck[];
  },
): Report {
  const sorted = sortTasks(tasks);
  const records = modelsOf(sorted);
  const models = nameModels(records);
  const comparisons = compare(records);
  const gates = sorted.flatMap(({ meta }) => meta.gates);
  let after = 0;
  const errors = sorted.flatMap((task) => {
    after += task.meta.gates.length;
    return (task.meta.errors ?? []).map((error) => ({ ...placeOf(task, 'failed'), after, ...error }));
  });
  return {
    header: { ...context.header, engines: [...new Set(sorted.flatMap(({ meta }) => meta.engines))].sort(order) },
    gates: sorted.flatMap((task) =>
      task.meta.gates.map((gate) => ({ ...placeOf(task, gate.passed ? 'passed' : 'failed'), ...gate })),
    ),
    ...(errors.length > 0 && { errors }),
    ...(context.obsolete?.length && { obsolete: context.obsolete }),
    comparisons,
    attacks: gatherAttackSuccess(gates, models),
    compressions: gatherCompressions(gates, models),
    retraining: context.retraining
      .map((result) => {
        const told = records.findIndex(({ id, name }) => id === result.model && name === result.name);
        return told === -1 ? result : { ...result, name: models[told].name };
      })
      .sort((a, b) => order(a.name, b.name) || order(a.model, b.model)),
    thresholds: checkThresholds(comparisons, context.thresholds),
    models,
  };
}

/** The place of an assertion, and what it counts as if its test counts differently. */
function placeOf(
  { file, test, state, fails }: TestedTask,
  own: TestState,
): Pick<ReportedGate, 'file' | 'test' | 'countsAs'> {
  const countsAs = state === 'failed' && !fails ? own : (state ?? own);
  return { file, test, ...(countsAs !== own && { countsAs }) };
}

/** @returns the tests, sorted by file, whichever finished first; tests of a file stay in their order */
export function sortTasks(tasks: readonly TestedTask[]): TestedTask[] {
  return [...tasks].sort((a, b) => order(a.file, b.file));
}

/** @returns the records of all tested models, each once, sorted by name and seed */
export function modelsOf(tasks: readonly TestedTask[]): ModelRecord[] {
  const byId = new Map(tasks.flatMap(({ meta }) => meta.models).map((record) => [record.id, record]));
  return [...byId.values()].sort((a, b) => order(a.name, b.name) || a.seed - b.seed || order(a.id, b.id));
}
