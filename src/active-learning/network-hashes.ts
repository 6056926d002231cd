import { createHash } from 'node:crypto';
import { hashOf } from '../cache/index.ts';
import type { LayersModel } from '../engine/tensors.ts';
import type { Json } from '../json.ts';
import type { Classifier } from '../models/contract.ts';
import { networkOf } from '../models/network/network-of.ts';
import { readWeights } from '../models/network/weights.ts';

/** Returns the SHA-256 (hex) of all weights in order; equal models have equal hashes. */
export function weightsHash(classifier: Classifier): string {
  const hash = createHash('sha256');
  for (const values of readWeights(networkOf(classifier).model))
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('hex');
}

/**
 * Returns a hash of the network without its weights. Names are replaced by positions, because TensorFlow.js numbers them
 * consecutively per process. Initialisers and their seeds are ignored; `weightsHash` covers their effect.
 */
export function topologyHash(model: LayersModel): string {
  const places = new Map([model, ...model.layers].map(({ name }, place) => [name, `#${place}`]));
  const topology: Json = JSON.parse(JSON.stringify(model.toJSON(null, false)), (key, value: Json) => {
    if (/initializer$/i.test(key) || key === 'seed') return null;
    return typeof value === 'string' ? (places.get(value) ?? value) : value;
  });
  return hashOf(topology);
}
