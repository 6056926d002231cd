import type { JsonObject } from '../json.ts';
import { assertFiniteWeights, writeWeights } from '../models/weights.ts';
import type { Compression } from './contract.ts';
import { weightsOf, type Weight } from './weight.ts';

export interface CompressedWeight {
  /** What the device computes with, decoded to float32. */
  readonly values: Float32Array;
  /** Bits that the encoded weight takes, tables and scales included. */
  readonly bits: number;
}

interface Definition {
  /** With its parameters, as in `quantize(8)`. */
  readonly name: string;
  readonly options: JsonObject;
  /** Encodes one weight; undefined leaves it as float32. */
  readonly compressWeight: (weight: Weight) => CompressedWeight | undefined;
}

/**
 * Creates a compression that treats every weight by itself. The wrapper copies the classifier, refuses weights that are
 * not finite (InvalidModelError) and adds up the sizes; weights that the compression leaves alone take 4 bytes a value.
 */
export function defineCompression({ name, options, compressWeight }: Definition): Compression {
  return {
    name,
    options,
    compress: (classifier) => {
      assertFiniteWeights(classifier.model);
      const weights = weightsOf(classifier.model);
      const results = weights.map(
        (weight) => compressWeight(weight) ?? { values: weight.values, bits: 32 * weight.values.length },
      );
      const copy = classifier.clone(`${classifier.name}, ${name}`);
      writeWeights(
        copy.model,
        results.map(({ values }) => values),
      );
      return {
        classifier: copy,
        bytesBefore: weights.reduce((sum, { values }) => sum + 4 * values.length, 0),
        bytesAfter: results.reduce((sum, { bits }) => sum + Math.ceil(bits / 8), 0),
      };
    },
  };
}
