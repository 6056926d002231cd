import { readFile } from 'node:fs/promises';
import { InvalidDataError } from '../errors.ts';
import { isObject } from '../options.ts';
import type { ComparedGate } from './difference.ts';

/**
 * Reads the gates of a report to compare them. Only the fields that are compared are checked, so that a report of another version can be read.
 *
 * @throws InvalidDataError - if the file cannot be read, or is no `report.json`
 */
export async function readGates(path: string): Promise<ComparedGate[]> {
  const fail = (what: string, cause?: unknown): never => {
    throw new InvalidDataError(
      `${path} ${what}.\nExpected a report.json of vitest-dnn.\nPass the file that a run wrote to reports/dnn.`,
      { cause },
    );
  };
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    fail(`cannot be read (${error.code})`, error),
  );
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch (error) {
    return fail('is no JSON', error);
  }
  if (!isObject(report) || !Array.isArray(report.gates)) return fail('holds no gates');
  return report.gates.map((gate: unknown, i) => {
    if (!isObject(gate) || !texts.every((name) => typeof gate[name] === 'string')) return fail(`has no gate ${i}`);
    if (!Number.isFinite(gate.value) || !Number.isFinite(gate.threshold) || typeof gate.passed !== 'boolean')
      return fail(`has no value in gate ${i}`);
    return { ...gate, interval: intervalOf(gate) } as unknown as ComparedGate;
  });
}

const texts = ['file', 'test', 'quantity', 'relation'] as const;

/** @returns the interval of the value of a gate, also in reports of versions that have only that of its measurement */
function intervalOf(gate: Readonly<Record<string, unknown>>): ComparedGate['interval'] {
  if (isInterval(gate.interval)) return gate.interval;
  const { measurement } = gate;
  return isObject(measurement) && measurement.value === gate.value && isInterval(measurement.interval)
    ? measurement.interval
    : undefined;
}

const isInterval = (value: unknown): value is NonNullable<ComparedGate['interval']> =>
  isObject(value) && Number.isFinite(value.low) && Number.isFinite(value.high);
