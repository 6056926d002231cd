import type { RobustnessMeasurement } from '../../src/report/schemas/robustness-measurement.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';

export interface RetrainingContext {
  /** The report folder. */
  readonly folder: string;
  /** Root of the project. */
  readonly root: string;
  /** Whether blobs of several runs are merged: then what those runs measured is read. */
  readonly merged: boolean;
  /** Whether this run is one of several that share the report folder. */
  readonly sharded: boolean;
}

/** A model whose inputs are selected, and what its tests measured of it. */
export interface Candidate {
  readonly record: ModelRecord;
  /** The least robust accuracy that a test measured of the model: it says which attack matters. */
  readonly robustness: RobustnessMeasurement | undefined;
}

/** Name of the files of a model. */
export const fileStem = ({ name, id }: ModelRecord): string => `${name.replace(/[^\w.-]+/g, '-')}-${id.slice(0, 8)}`;
