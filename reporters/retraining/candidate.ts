import type { RobustnessMeasurement } from '../../src/report/schemas/robustness-measurement.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';

/** Conditions of the run. */
export interface RetrainingContext {
  /** The report folder. */
  readonly folder: string;
  /** Root of the project. */
  readonly root: string;
  /** Whether the blobs of several runs are merged. Then the results of those runs are read. */
  readonly merged: boolean;
  /** Whether this run is one of several that share the report folder. */
  readonly sharded: boolean;
  /** Receives an error that fails the run, such as a damaged result of a shard. @defaultValue thrown after the last model */
  readonly fail?: (error: unknown) => void;
}

/** A model to select inputs for, with its robustness. */
export interface Candidate {
  readonly record: ModelRecord;
  /** The lowest robust accuracy that a test measured on the model. It decides which attack is used. */
  readonly robustness: RobustnessMeasurement | undefined;
}

/** @returns the start of the file names of a model: letters, digits, `_`, `.` and `-`, whatever its name and id */
export const fileStem = ({ name, id }: ModelRecord): string =>
  `${name.replace(/[^\w.-]+/g, '-').slice(0, 120)}-${id.slice(0, 8).replace(/[^\w-]+/g, '-')}`;
