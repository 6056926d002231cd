import { demand, isObject, type Limit } from '../../options.ts';
import { networkOf } from '../../models/network/network-of.ts';
import { readWeights } from '../../models/network/weights.ts';
import { saveClassifier } from '../../models/files/save.ts';
import type { Compressed } from '../contract.ts';
import { storeWeight } from './stored-weight.ts';

/** The size of a saved model on disk. */
export interface SavedCompressed {
  /** Bytes of weights.bin. */
  readonly bytes: number;
  /** How each weight is stored. */
  readonly weights: readonly { readonly name: string; readonly dtype: 'uint8' | 'uint16' | 'float16' | 'float32' }[];
}

const compressedModel: Limit = {
  expected: 'what compress(classifier) of a compression returns',
  holds: (value) => isObject(value) && isObject(value.classifier) && Array.isArray(value.encodings ?? []),
};

/**
 * Writes a compressed model in the TensorFlow.js layers format and returns its size. Weights are quantised if the format
 * supports it: uint8 and uint16 for one scale per weight (`granularity: 'tensor'`, and biases), float16 for half precision.
 * Weights with scales per channel, codebooks or bitmaps of zeros stay float32, unless all their values are float16 numbers or one
 * number. No value changes: any reader of the format,
 * including plain `tf.loadLayersModel`, gets the same predictions. The format cannot store the rounding of activations.
 *
 * @example
 * await saveCompressed(await quantize(8, { granularity: 'tensor' }).compress(classifier), 'models/small');
 */
export async function saveCompressed(compressed: Compressed, folder: string): Promise<SavedCompressed> {
  demand('saveCompressed', 'the compressed model', compressed, compressedModel, 'Await the result of compress.');
  const { classifier, encodings } = compressed;
  const { model, name, inputRange, encoder } = networkOf(classifier);
  const values = readWeights(model);
  const stored = new Map(
    model.weights.map(({ originalName }, i) => [originalName, storeWeight(values[i], encodings?.[i])]),
  );
  await saveClassifier(model, { name, inputRange, encoder }, folder, (weight) => stored.get(weight));
  return {
    bytes: [...stored.values()].reduce((sum, { bytes }) => sum + bytes.length, 0),
    weights: [...stored].map(([weight, { quantization }]) => ({
      name: weight,
      dtype: quantization?.dtype ?? 'float32',
    })),
  };
}
