import { Ajv, type ValidateFunction } from 'ajv';
import { InvalidDataError } from '../errors.ts';
import { taskMetaSchema, type TaskMeta } from './schemas/gate.ts';
import { reportSchema, type Report } from './schemas/report.ts';
import { retrainingSchema, type Retraining } from './schemas/retraining.ts';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const compiled = new Map<object, ValidateFunction>();

/**
 * Checks what a test left in `task.meta.dnn`.
 *
 * @throws InvalidDataError that names the first fields that do not fit
 */
export const validateTaskMeta = (value: unknown, where: string): TaskMeta =>
  validate<TaskMeta>(taskMetaSchema, value, where);

/** Checks what a retraining left beside the blobs of a sharded run. @throws InvalidDataError */
export const validateRetraining = (value: unknown, where: string): Retraining =>
  validate<Retraining>(retrainingSchema, value, where);

/** Checks a whole report. @throws InvalidDataError */
export const validateReport = (value: unknown, where: string): Report => validate<Report>(reportSchema, value, where);

function validate<T>(schema: object, value: unknown, where: string): T {
  let check = compiled.get(schema);
  if (!check) compiled.set(schema, (check = ajv.compile(schema)));
  if (check(value)) return value as T;

  const problems = (check.errors ?? [])
    .filter(({ keyword }) => keyword !== 'anyOf')
    .slice(0, 3)
    .map(({ instancePath, message, params }) => `  ${instancePath || '(root)'} ${message} ${JSON.stringify(params)}`);
  throw new InvalidDataError(
    `${where} does not fit its JSON schema:\n${problems.join('\n')}\n` +
      'It was written by another version of vitest-dnn, or changed by hand. Run the tests again with one version.',
  );
}
