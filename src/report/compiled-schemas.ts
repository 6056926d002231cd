import { Ajv } from 'ajv';
import { taskMetaSchema } from './schemas/gate.ts';
import { reportSchema } from './schemas/report.ts';
import { retrainingSchema } from './schemas/retraining.ts';

/** Says whether a value matches a schema; `errors` then holds what the last value did not match. */
export interface SchemaCheck {
  (value: unknown): boolean;
  errors?: readonly SchemaProblem[] | null;
}

interface SchemaProblem {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type SchemaName = 'taskMeta' | 'gate' | 'retraining' | 'report';

/** The schemas of what tests and shards wrote. */
export const schemas: Readonly<Record<SchemaName, object>> = {
  taskMeta: taskMetaSchema,
  gate: taskMetaSchema.properties.gates.items,
  retraining: retrainingSchema,
  report: reportSchema,
};

/** Options of Ajv for these schemas. */
export const ajvOptions = { allErrors: true, allowUnionTypes: true };

const ajv = new Ajv(ajvOptions);
const compiled = new Map<string, SchemaCheck>();

/**
 * Returns the check of a schema. Compiling one takes Ajv longer than all else that the reporter does, so `scripts/build-schemas.mjs` does it
 * when the package is built, and this module then holds what Ajv made.
 */
export function checkOf(name: SchemaName): SchemaCheck {
  const check = compiled.get(name) ?? ajv.compile(schemas[name]);
  compiled.set(name, check);
  return check;
}
