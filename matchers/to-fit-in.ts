import type { Compression } from '../src/compression/contract.ts';
import { checkNames, demand, positive, type Limit } from '../src/options.ts';
import { checkCompression } from './definition/arguments.ts';
import { defineMatcher, loadEvaluation } from './definition/define-matcher.ts';
import { networkOf } from '../src/models/network/network-of.ts';
import { trainedOn } from './definition/subject.ts';

/** Options of `toFitIn`. */
export interface FitOptions {
  /** The compression to apply first. @defaultValue none: float32 weights */
  readonly after?: Compression;
}

/**
 * Asserts that the weights take at most this many bytes, including their codebooks, scales and bitmaps.
 *
 *   bytes after the compression <= bytes
 *
 * @throws InvalidOptionError - if the size is not a positive number of bytes
 * @example
 * await expect(model).toFitIn(64 * 1024, { after: quantize(8) });
 */
export const toFitIn = defineMatcher({
  name: 'toFitIn',
  because: 'counts the bytes of the weights',
  measure: async (model, bytes: number, options: FitOptions = {}) => {
    demand('toFitIn', 'the size', bytes, size, 'For 64 KiB pass 64 * 1024.');
    const { after } = checkNames('toFitIn', options, ['after']);
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
      remedies: [
        `fewer bytes: ${after ? 'fewer bits, or compress(prune(0.5), quantize(4))' : '{ after: quantize(8) } takes about a quarter'}, or a smaller architecture`,
      ],
      measurement: after ? measurement : { ...measurement, uncompressed: true },
    };
  },
});

const size: Limit = { ...positive, expected: 'a positive number of bytes' };

/** Changes nothing. */
const uncompressed: Compression = {
  name: 'no compression',
  options: {},
  compress: (classifier) => {
    const bytes = networkOf(classifier).model.countParams() * Float32Array.BYTES_PER_ELEMENT;
    return { classifier: classifier.clone(), bytesBefore: bytes, bytesAfter: bytes };
  },
};
