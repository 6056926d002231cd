import type { Report, ReportedGate } from '../../src/report/schemas/report.ts';

/** A metric as MLflow's REST interface takes it; a number that JSON lacks is written as text. */
export interface Metric {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}

/** A parameter or a tag. */
export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** What a run logs. */
export interface MlflowLog {
  readonly metrics: readonly Metric[];
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
}

/** Longest key and value that MLflow accepts. */
const [longestKey, longestValue] = [250, 6000];

/**
 * Maps a report to metrics, parameters and tags. Per gate there is a metric with its value, with the ends of its interval and with 1 if it
 * passed; per model, the accuracy of its stages as steps.
 *
 * @param time - of the metrics, in milliseconds since 1970
 */
export function mlflowLog(report: Report, time: number, commit: string | null): MlflowLog {
  const name = keyNamer();
  const metrics: Metric[] = [];
  const add = (key: string, value: number, step = 0): void => {
    metrics.push({ key, value: Number.isFinite(value) ? value : textOf(value), timestamp: time, step });
  };
  for (const gate of report.gates) {
    const key = name(`${gate.test}/${gate.quantity}`);
    add(key, gate.value);
    add(suffixed(key, 'passed'), Number(gate.passed));
    const interval = gate.interval ?? ownInterval(gate);
    if (interval) {
      add(suffixed(key, 'low'), interval.low);
      add(suffixed(key, 'high'), interval.high);
    }
  }
  for (const model of report.models) {
    if (model.stages.length === 0) continue;
    const key = name(`${model.name}/accuracy by labels`);
    for (const { labelled, accuracy } of model.stages) add(key, accuracy, labelled);
  }
  const failed = report.gates.filter(({ passed }) => !passed).length;
  add('gates', report.gates.length);
  add('gates failed', failed);
  const param = keyNamer();
  return {
    metrics,
    params: [
      { key: 'seed', value: String(report.header.seed) },
      { key: 'engines', value: cut(report.header.engines.join(', ')) },
      ...report.models.map((model) => ({
        key: param(`model/${model.name}`),
        value: cut(
          JSON.stringify({
            dataset: model.dataset,
            training: model.training,
            seed: model.seed,
            options: model.options,
          }),
        ),
      })),
    ],
    tags: [
      { key: 'vitest-dnn.version', value: report.header.version },
      { key: 'vitest-dnn.outcome', value: failed + (report.errors?.length ?? 0) > 0 ? 'failed' : 'passed' },
      ...(commit ? [{ key: 'mlflow.source.git.commit', value: commit }] : []),
    ],
  };
}

const ownInterval = ({ value, measurement }: ReportedGate) =>
  measurement.value === value ? measurement.interval : undefined;

/** NaN and infinities as MLflow reads them. */
const textOf = (value: number): string => (Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity');

const cut = (value: string): string => (value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value);

const suffixed = (key: string, suffix: string): string => `${key} ${suffix}`;

/** Room for the number of a namesake and a suffix. */
const longestName = longestKey - 20;

/**
 * Maps names to keys of MLflow, which may hold letters, digits, `_`, `-`, `.`, spaces, `:` and `/`: `accuracy (pgd, 0.3)` becomes
 * `accuracy pgd 0.3`. Names that become equal get numbers.
 */
function keyNamer(): (name: string) => string {
  const owners = new Map<string, number>();
  return (name) => {
    const words = name
      .replace(/ > /g, '/')
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9_\-.: /]+/g, ' ')
      .split('/')
      .map((part) => part.replace(/ +/g, ' ').trim())
      .filter((part) => part !== '' && part !== '.' && part !== '..') // no path of the server may have them
      .join('/');
    const key = words.slice(0, longestName).trim() || 'unnamed';
    const earlier = owners.get(key) ?? 0;
    owners.set(key, earlier + 1);
    return earlier > 0 ? `${key} ${earlier + 1}` : key;
  };
}
