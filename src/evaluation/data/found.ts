import type { Split } from '../../datasets/contract.ts';
import type { DataMeasurement } from '../../report/schemas/data-measurement.ts';
import { settings } from '../../current-settings.ts';

/** An item of one of the measured splits. */
export interface FoundPosition {
  /** Index of the split in the list that is measured. */
  readonly split: number;
  readonly position: number;
}

/** An item, or a pair of items. */
export interface FoundEntry {
  readonly items: readonly FoundPosition[];
  /** Distance of a pair whose items are not equal. */
  readonly distance?: number;
  readonly reason?: string;
}

/** What a measurement of data found. */
export interface Found {
  /** The found items or pairs in words; completes "6 of 104 …". */
  readonly what: string;
  /** Number of all that were found. */
  readonly found: number;
  readonly entries: readonly FoundEntry[];
}

/** A measurement with what it found. */
export interface DataResult {
  readonly measurement: DataMeasurement;
  readonly found: Found;
}

/** The fields that differ between measurements of data. */
type Measured = Pick<DataMeasurement, 'check' | 'value'> & Partial<DataMeasurement>;

/** @returns a measurement of all items of these splits, whose interval is the value itself */
export function dataMeasurement(
  subject: string,
  splits: readonly Split[],
  started: number,
  measured: Measured,
): DataMeasurement {
  return {
    kind: 'data',
    subject,
    parameters: {},
    inputs: splits.reduce((sum, { size }) => sum + size, 0),
    interval: { low: measured.value, high: measured.value, confidence: 1 },
    seconds: (performance.now() - started) / 1000,
    seed: settings().seed,
    engine: 'JavaScript',
    ...measured,
  };
}
