import { networkOf } from '../../models/network/network-of.ts';
import { readWeights } from '../../models/network/weights.ts';
import { saveClassifier } from '../../models/files/save.ts';
import type { Compressed } from '../contract.ts';
import { storeWeight } from './stored-weight.ts';

/** What a saved model takes on disk. */
export interface SavedCompressed {
  /** Bytes of weights.bin. */
  readonly bytes: number;
  /** How each weight is stored. */
  readonly weights: readonly { readonly name: string; readonly dtype: 'uint8' | 'uint16' | 'float16' | 'float32' }[];
}

/**
 * Writes a compressed model in the TensorFlow.js layers format, with quantised weights where the format has them: uint8 and
 * uint16 for one scale a weight (`granularity: 'tensor'`, and biases), float16 for half precision. What the format has no
 * form for stays float32: scales per channel, codebooks, bitmaps of zeros. No value changes: any reader of the format, plain
 * `tf.loadLayersModel` among them, gets the same predictions. The rounding of activations is no part of the format.
 *
 * @example
 * await saveCompressed(await quantize(8, { granularity: 'tensor' }).compress(classifier), 'models/small');
 */
export async function saveCompressed({ classifier, encodings }: Compressed, folder: string): Promise<SavedCompressed> {
  const { model, name, inputRange } = networkOf(classifier);
  const values = readWeights(model);
  const stored = new Map(
    model.weights.map(({ originalName }, i) => [originalName, storeWeight(values[i], encodings?.[i])]),
  );
  await saveClassifier(model, { name, inputRange }, folder, (weight) => stored.get(weight));
  return {
    bytes: [...stored.values()].reduce((sum, { bytes }) => sum + bytes.length, 0),
    weights: [...stored].map(([weight, { quantization }]) => ({
      name: weight,
      dtype: quantization?.dtype ?? 'float32',
    })),
  };
}
