import type { FromSchema } from 'json-schema-to-ts';
import { attackSuccessTableSchema, type AttackSuccessTable } from './attack-success-table.ts';
import { comparisonSchema, type Comparison } from './comparison.ts';
import { compressionTableSchema, type CompressionTable } from './compression-table.ts';
import { gateErrorSchema, gateSchema, type Gate, type GateError } from './gate.ts';
import { modelRecordSchema, type ModelRecord } from './model-record.ts';
import { retrainingSchema, type Retraining } from './retraining.ts';

/** The conditions that the numbers depend on, besides the specs. */
export const headerSchema = {
  type: 'object',
  properties: {
    package: { const: 'vitest-dnn' },
    version: { type: 'string' },
    /** Every engine used for measurements, with version and threads. */
    engines: { type: 'array', items: { type: 'string' } },
    seed: { type: 'integer' },
  },
  required: ['package', 'version', 'engines', 'seed'],
  additionalProperties: false,
} as const;

/** A threshold of `dnn({ thresholds })`, applied to one acquisition function of a comparison. */
export const thresholdSchema = {
  type: 'object',
  properties: {
    quantity: { enum: ['accuracy', 'robustAccuracy', 'area', 'differenceToRandom'] },
    setting: { type: 'string' },
    acquisition: { type: 'string' },
    atLeast: { type: 'number' },
    /** Null if the run did not measure it. */
    value: { type: ['number', 'null'] },
    passed: { type: 'boolean' },
  },
  required: ['quantity', 'setting', 'acquisition', 'atLeast', 'value', 'passed'],
  additionalProperties: false,
} as const;

const placeProperties = {
  /** Path of the spec file, relative to the root of the project. */
  file: { type: 'string' },
  /** Names of the suites and of the test, joined by ` > `. */
  test: { type: 'string' },
  /**
   * What the assertion counts as in Vitest, if Vitest counts its test differently: in `test.fails` and under `.rejects` a failed assertion
   * counts as passed, and in a test that was skipped while it ran as skipped. Omitted otherwise.
   */
  countsAs: { enum: ['passed', 'failed', 'skipped'] },
} as const;

const reportedGateSchema = {
  ...gateSchema,
  properties: { ...placeProperties, ...gateSchema.properties },
  required: ['file', 'test', ...gateSchema.required],
} as const;

const reportedErrorSchema = {
  ...gateErrorSchema,
  properties: {
    ...placeProperties,
    /** The number of gates that come before it. */
    after: { type: 'integer', minimum: 0 },
    ...gateErrorSchema.properties,
  },
  required: ['file', 'test', 'after', ...gateErrorSchema.required],
} as const;

const obsoleteSchema = {
  type: 'object',
  properties: {
    /** Path of the baseline, relative to the root. */
    file: { type: 'string' },
    /** The keys of the entry. */
    test: { type: 'string' },
    check: { type: 'string' },
    /** True if the run removed it; omitted otherwise. */
    removed: { const: true },
  },
  required: ['file', 'test', 'check'],
  additionalProperties: false,
} as const;

/** The name by which `report.json` refers to its schema, and by which Node finds it. */
export const schemaName = 'vitest-dnn/report.schema.json';

/** The schema of `reports/dnn/report.json`. Runs with the same seed write the same bytes, except for the values of `seconds`. */
export const reportSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: schemaName,
  type: 'object',
  properties: {
    /** The name of this schema, which is a file of the package. */
    $schema: { const: schemaName },
    header: headerSchema,
    /** In the order of the tests in their file. */
    gates: { type: 'array', items: reportedGateSchema },
    /** Assertions that threw an error instead of measuring; omitted if there are none. */
    errors: { type: 'array', items: reportedErrorSchema },
    /** Checks in the baselines of the spec files that no test makes any more; omitted if there are none. */
    obsolete: { type: 'array', items: obsoleteSchema },
    comparisons: { type: 'array', items: comparisonSchema },
    attacks: { type: 'array', items: attackSuccessTableSchema },
    compressions: { type: 'array', items: compressionTableSchema },
    retraining: { type: 'array', items: retrainingSchema },
    thresholds: { type: 'array', items: thresholdSchema },
    models: { type: 'array', items: modelRecordSchema },
  },
  required: ['header', 'gates', 'comparisons', 'attacks', 'compressions', 'retraining', 'thresholds', 'models'],
  additionalProperties: false,
} as const;

export type Header = FromSchema<typeof headerSchema>;
export type ThresholdResult = FromSchema<typeof thresholdSchema>;
/** The test that an assertion belongs to, and what it counts as. */
interface Place {
  readonly file: string;
  readonly test: string;
  readonly countsAs?: TestState;
}
export type TestState = (typeof placeProperties.countsAs.enum)[number];
export type ObsoleteCheck = FromSchema<typeof obsoleteSchema>;
export type ReportedGate = Gate & Place;
export type ReportedError = GateError & Place & { readonly after: number };
/** What `report.json` holds: everything that a run measured. */
export interface Report {
  readonly $schema?: typeof schemaName;
  readonly header: Header;
  readonly gates: readonly ReportedGate[];
  readonly errors?: readonly ReportedError[];
  readonly obsolete?: readonly ObsoleteCheck[];
  readonly comparisons: readonly Comparison[];
  readonly attacks: readonly AttackSuccessTable[];
  readonly compressions: readonly CompressionTable[];
  readonly retraining: readonly Retraining[];
  readonly thresholds: readonly ThresholdResult[];
  readonly models: readonly ModelRecord[];
}
