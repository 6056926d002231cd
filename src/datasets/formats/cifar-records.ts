import { InvalidDataError } from '../../errors.ts';
import type { Split } from '../contract.ts';
import { readBytes } from './read-file.ts';
import { shareOf } from './shares.ts';

const side = 32;
const plane = side * side;
/** Most records per file: all of CIFAR-10. The format has no header that says how many there are. */
const mostRecords = 60_000;

/** The labels of a record. CIFAR-10 has one, CIFAR-100 a coarse and a fine one. */
export interface RecordLabels {
  /** Bytes of labels in front of the pixels. */
  readonly bytes: number;
  /** Which of them is the class. */
  readonly at: number;
  readonly classes: number;
}

/**
 * Reads records of labels and the red, the green and the blue plane of 32 × 32 pixels, each row by row.
 *
 * @throws InvalidDataError if a file is no whole number of records, or a label is no class
 */
export function readRecords(paths: readonly string[], labelled: RecordLabels): Split {
  const recordBytes = labelled.bytes + 3 * plane;
  const batches = paths.map((path) => bytesIn(path, labelled, recordBytes));
  const size = batches.reduce((sum, records) => sum + records.length / recordBytes, 0);
  const inputs = new Float32Array(size * 3 * plane);
  const labels = new Int32Array(size);
  let item = 0;
  for (const records of batches) {
    for (let offset = 0; offset < records.length; offset += recordBytes, item++) {
      labels[item] = records[offset + labelled.at];
      interleave(
        records.subarray(offset + labelled.bytes, offset + recordBytes),
        inputs.subarray(item * 3 * plane, (item + 1) * 3 * plane),
      );
    }
  }
  return { inputs, itemShape: [side, side, 3], labels, size };
}

function bytesIn(path: string, { at, classes }: RecordLabels, recordBytes: number): Uint8Array {
  const records = readBytes(path, {
    most: () => mostRecords * recordBytes,
    tooLong: (bytes) =>
      new InvalidDataError(
        `${path} has ${bytes} bytes (unpacked).\nExpected at most ${mostRecords} records of ${recordBytes} bytes; CIFAR-10 has 10000 per file. ` +
          'Check that this is the right file, or divide it into data_batch_1.bin, data_batch_2.bin and so on.',
      ),
  });
  if (records.length === 0 || records.length % recordBytes !== 0) {
    throw new InvalidDataError(
      `${path} has ${records.length} bytes (unpacked), which is ${(records.length / recordBytes).toFixed(2)} records.\n` +
        `Expected a multiple of ${recordBytes}, the length of a record. The file is truncated or in another format: get it again.`,
    );
  }
  for (let offset = at; offset < records.length; offset += recordBytes) {
    if (records[offset] >= classes) {
      throw new InvalidDataError(
        `${path} has label ${records[offset]} at offset ${offset} (unpacked).\n` +
          `Expected labels from 0 to ${classes - 1}, because there are ${classes} class names. Correct the label or add its class name.`,
      );
    }
  }
  return records;
}

/** Converts [3, 32, 32] bytes to [32, 32, 3] values in [0, 1]. */
function interleave(planes: Uint8Array, pixels: Float32Array): void {
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) pixels[3 * i + channel] = shareOf[planes[channel * plane + i]];
  }
}
