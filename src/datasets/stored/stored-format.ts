import type { DatasetDescription } from '../../splits/index.ts';
import type { EncoderJson } from '../../text/index.ts';

/** The file that describes a stored data set; a folder without it is unfinished. */
export const recordFile = 'dataset.json';
export const formatName = 'vitest-dnn data set';
/** Version 1 had no checksum of the record itself. */
export const formatVersions = [1, 2] as const;

/** u8: n means n / 255. f32, i32: little-endian. */
export type Encoding = 'u8' | 'f32' | 'i32';

/** Encoding, size and checksum of one binary file. */
export interface PartRecord {
  readonly encoding: Encoding;
  readonly bytes: number;
  readonly sha256: string;
}

export interface SplitRecord {
  readonly size: number;
  readonly itemShape: readonly number[];
  readonly ids?: readonly string[];
  readonly inputs: PartRecord;
  readonly labels: PartRecord;
  readonly texts?: readonly string[];
}

export interface StoredDatasetRecord extends DatasetDescription {
  readonly format: typeof formatName;
  readonly version: (typeof formatVersions)[number];
  /** SHA-256 of the rest of the record, as canonical JSON. */
  readonly checksum?: string;
  /** Of the texts of both splits. */
  readonly encoder?: EncoderJson;
  readonly train: SplitRecord;
  readonly test: SplitRecord;
}
