import type { Compression } from '../src/compression/contract.ts';
import { InvalidOptionError } from '../src/errors.ts';
import { networkOf } from '../src/models/network/network-of.ts';
import { checkCompression, checkOptions } from './definition/arguments.ts';
import { defineMatcher } from './definition/define-matcher.ts';
import { loadEvaluation } from './definition/evaluation.ts';
import { trainedOn } from './definition/subject.ts';

export interface FitOptions {
  /** What makes the model small enough. @defaultValue nothing: float32 weights */
  readonly after?: Compression;
}

/**
 * Asserts the size of the weights, with the codebooks, scales and bitmaps that they need.
 *
 *   bytes after the compression <= bytes
 *
 * Throws InvalidOptionError on a size that is no positive number of bytes.
 *
 * @example
 * await expect(model).toFitIn(64 * 1024, { after: quantize(8) });
 */
export const toFitIn = defineMatcher({
  name: 'toFitIn',
  measure: async (model, bytes: number, options: FitOptions = {}) => {
    if (!Number.isFinite(bytes) || bytes <= 0) {
      throw new InvalidOptionError(
        `toFitIn: the size is ${String(bytes)}.\nExpected a positive number of bytes.\nFor 64 KiB pass 64 * 1024.`,
      );
    }
    checkOptions('toFitIn', options, ['after']);
    const { after } = options;
    if (after !== undefined) checkCompression('toFitIn', after);
    const { evaluateCompression } = await loadEvaluation();
    const measurement = await evaluateCompression(model.classifier, model.split, after ?? uncompressed, {
      train: trainedOn(model),
    });
    return {
      quantity: after ? `size after ${after.name}` : 'size',
      value: measurement.bytesAfter,
      relation: 'at most',
      threshold: bytes,
      unit: 'bytes',
      measurement,
    };
  },
});

/** Leaves everything as it is. */
const uncompressed: Compression = {
  name: 'no compression',
  options: {},
  compress: (classifier) => {
    const bytes = networkOf(classifier).model.countParams() * Float32Array.BYTES_PER_ELEMENT;
    return { classifier: classifier.clone(), bytesBefore: bytes, bytesAfter: bytes };
  },
};
