import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../src/report/schemas/report.ts';
import type { RobustnessMeasurement } from '../src/report/schemas/robustness-measurement.ts';

/** The attack that RobustBench ranks by. */
const rankedBy = 'autoAttack';
const norms: Readonly<Record<string, string>> = { linf: 'Linf', l2: 'L2', l1: 'L1', l0: 'L0' };

/**
 * Writes the fields of RobustBench's model cards for every gate on all inputs under AutoAttack: `robust-bench/<data set>/<norm>/<model>.json`.
 * What a measurement does not tell, such as authors, is null, to be filled in.
 *
 * @see Croce et al. 2021, arXiv:2010.09670; https://github.com/RobustBench/robustbench/tree/master/model_info
 */
export async function writeRobustBench(report: Report, folder: string): Promise<void> {
  const into = join(folder, 'robust-bench');
  await rm(into, { recursive: true, force: true });
  for (const { measurement, model } of report.gates) {
    if (measurement.kind !== 'robustness' || measurement.attack !== rankedBy || measurement.compression) continue;
    if (measurement.unfinished || measurement.sequential) continue;
    const record = report.models.find(({ id }) => id === model);
    const dataset = record?.dataset ?? null;
    const place = join(into, fileName(dataset ?? 'unknown'), norms[measurement.norm]);
    await mkdir(place, { recursive: true });
    const name = record?.name ?? measurement.subject;
    await writeFile(
      join(place, `${fileName(`${name}-${fractionOf(measurement.epsilon)}`)}.json`),
      `${JSON.stringify(cardOf(measurement, { name, dataset, architecture: record?.architecture ?? null }), null, 2)}\n`,
    );
  }
}

interface Identity {
  readonly name: string;
  readonly dataset: string | null;
  readonly architecture: string | null;
}

/** Numbers are text with two decimals, as in RobustBench. */
function cardOf(
  { epsilon, cleanAccuracy, robustAccuracy, inputs, warnings = [] }: RobustnessMeasurement,
  { name, dataset, architecture }: Identity,
) {
  const percent = (share: number): string => (100 * share).toFixed(2);
  return {
    link: null,
    name,
    authors: null,
    additional_data: null,
    number_forward_passes: 1,
    dataset,
    venue: null,
    architecture,
    eps: fractionOf(epsilon),
    clean_acc: percent(cleanAccuracy),
    reported: null,
    autoattack_acc: percent(robustAccuracy),
    unreliable: warnings.length > 0,
    ...(warnings.length > 0 && { footnote: `${inputs} inputs; ${warnings.join('; ')}` }),
  };
}

/** Epsilon in grey levels, as RobustBench writes it: 8/255. */
function fractionOf(epsilon: number): string {
  const levels = 255 * epsilon;
  return Math.abs(levels - Math.round(levels)) < 1e-9 && levels > 0.5
    ? `${Math.round(levels)}/255`
    : String(Number(epsilon.toPrecision(6)));
}

const fileName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|-+$/g, '')
    .slice(0, 80) || 'model';
