import type { JsonObject } from '../json.ts';
import { callback, checkOptions, jsonRecord, names, required, text, type LimitsOf } from '../options.ts';
import type { Network } from '../models/network/contract.ts';
import { networkOf } from '../models/network/network-of.ts';
import { assertFiniteWeights, writeWeights } from '../models/network/weights.ts';
import type { Compressed, CompressedNetwork, CompressionContext, WeightCompression } from './contract.ts';
import { bytesOf, float32, type Encoding } from './storage/encoding.ts';
import { selectedLayers } from './storage/selected-layers.ts';
import { weightsOf, type Weight } from './storage/weight.ts';

/** Values that a device computes with, decoded to float32, and their size: the total of bits, or an encoding. */
export type CompressedWeight = { readonly values: Float32Array } & (
  | { readonly bits: number; readonly encoding?: undefined }
  | { readonly encoding: Encoding; readonly bits?: undefined }
);

interface Definition {
  /** Name with parameters, as in `quantize(8)`. */
  readonly name: string;
  readonly options: JsonObject;
  /** Names of the layers to compress. @defaultValue all that have a kernel */
  readonly layers?: readonly string[];
  /** Encodes one weight; returns undefined to keep it unchanged. */
  readonly compressWeight: (weight: Weight, context: CompressionContext) => CompressedWeight | undefined;
}

const limits: LimitsOf<Definition> = {
  name: required(text),
  options: required(jsonRecord),
  layers: names,
  compressWeight: required(callback),
};

/**
 * Creates a compression that treats each weight separately. The wrapper copies the classifier, keeps pruned values zero, and
 * adds up the sizes. Unchanged weights keep their size, which is 4 bytes per value before any compression.
 *
 * @throws InvalidOptionError if a part of the definition is missing or has another type; from `compress`, InvalidModelError if a
 * weight is not finite
 */
export function defineCompression(definition: Definition): WeightCompression {
  const { name, options, layers, compressWeight } = checkOptions('defineCompression', definition, limits);
  return {
    name,
    options,
    compress: (classifier, context = {}) => {
      const network = networkOf(classifier);
      return compressWeights(network, name, context, (weights) => {
        const selected = selectedLayers(name, network.model, layers);
        return weights.map((weight) => (selected.has(weight.layer) ? compressWeight(weight, context) : undefined));
      });
    },
  };
}

/** Writes the weights that `treat` returns into a copy of the network; returns the copy and its size. */
export function compressWeights(
  network: Network,
  name: string,
  { before }: CompressionContext,
  treat: (weights: readonly Weight[]) => readonly (CompressedWeight | undefined)[],
): CompressedNetwork {
  assertFiniteWeights(network.model);
  const weights = weightsOf(network.model, before?.encodings);
  const results = treat(weights).map((result, i) => settle(weights[i], result, before?.encodings?.[i]));
  const copy = network.clone(`${network.name}, ${name}`);
  writeWeights(
    copy.model,
    results.map(({ values }) => values),
  );
  return describeCompressed(
    copy,
    results.map(({ encoding }) => encoding),
    {
      bytesBefore: before?.bytesBefore ?? weights.reduce((sum, { values }) => sum + 4 * values.length, 0),
      activationBytes: before?.activationBytes,
    },
  );
}

/** Adds up the sizes of the encoded weights; returns the network with its size. */
export function describeCompressed(
  network: Network,
  encodings: readonly Encoding[],
  { bytesBefore, activationBytes = 0 }: Pick<Compressed, 'bytesBefore' | 'activationBytes'>,
): CompressedNetwork {
  const sizes = network.model.weights.map(({ shape }) =>
    (shape as number[]).reduce((product, side) => product * side, 1),
  );
  const bytesAfter = sizes.reduce((sum, n, i) => sum + bytesOf(n, encodings[i]), activationBytes);
  return { classifier: network, bytesBefore, bytesAfter, encodings, activationBytes };
}

function settle(
  { values: old, pruned }: Weight,
  result: CompressedWeight | undefined,
  previous: Encoding = float32,
): { values: Float32Array; encoding: Encoding } {
  if (result === undefined) return { values: old, encoding: previous };
  const encoding = result.encoding ?? { bits: result.bits / old.length, tableBits: 0 };
  if (!pruned) return { values: result.values, encoding };
  return { values: result.values.map((value, i) => (pruned[i] ? 0 : value)), encoding: { pruned, ...encoding } };
}
