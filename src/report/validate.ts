import { InvalidDataError } from '../errors.ts';
import { checkOf, type SchemaName } from './compiled-schemas.ts';
import type { TaskMeta } from './schemas/gate.ts';
import type { Report } from './schemas/report.ts';
import type { Retraining } from './schemas/retraining.ts';

/**
 * Checks the data that a test wrote to `task.meta.dnn`.
 *
 * @param where - subject of the error message
 * @returns the same value, typed
 * @throws InvalidDataError - names the first fields that do not match the schema
 */
export const validateTaskMeta = (value: unknown, where: string): TaskMeta =>
  validate<TaskMeta>('taskMeta', value, where);

/**
 * Checks the data of a test gate by gate, and leaves out the gates that do not match their schema.
 *
 * @param drop - receives the error of each gate that is left out
 * @returns the data with the gates that match
 * @throws InvalidDataError - if anything else does not match
 */
export function matchingGates(value: unknown, where: string, drop: (error: unknown) => void): TaskMeta {
  const { gates } = Object(value) as { gates?: unknown };
  if (!Array.isArray(gates)) return validateTaskMeta(value, where);
  const meta = validateTaskMeta({ ...(value as object), gates: [] }, where);
  const matching = gates.filter((gate: unknown, i) => {
    try {
      validate('gate', gate, `${where}, gate ${i + 1}`);
      return true;
    } catch (error) {
      drop(error);
      return false;
    }
  });
  return { ...meta, gates: matching as TaskMeta['gates'] };
}

/** Checks the retraining result of a shard. @returns the same value, typed @throws InvalidDataError */
export const validateRetraining = (value: unknown, where: string): Retraining =>
  validate<Retraining>('retraining', value, where);

/** Checks a whole report. @returns the same value, typed @throws InvalidDataError */
export const validateReport = (value: unknown, where: string): Report => validate<Report>('report', value, where);

function validate<T>(schema: SchemaName, value: unknown, where: string): T {
  const check = checkOf(schema);
  if (check(value)) return value as T;

  const problems = (check.errors ?? [])
    .filter(({ keyword }) => keyword !== 'anyOf')
    .slice(0, 3)
    .map(({ instancePath, message, params }) => `  ${instancePath || '(root)'} ${message} ${JSON.stringify(params)}`);
  throw new InvalidDataError(
    `${where} does not match its JSON schema:\n${problems.join('\n')}\n` +
      'Expected data that this version of vitest-dnn wrote and nobody edited.\nRun the tests again with one version.',
  );
}
