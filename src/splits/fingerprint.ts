import { createHash } from 'node:crypto';
import type { Split } from '../datasets/contract.ts';

const fingerprints = new WeakMap<Split, string>();

/**
 * SHA-256 (hex) of everything a split consists of: shape, inputs, labels and ids. Computed once per object, so that a
 * split must not be changed after it was first asked for.
 */
export function fingerprint(split: Split): string {
  const known = fingerprints.get(split);
  if (known !== undefined) return known;
  const { inputs, itemShape, labels, size, ids } = split;
  const digest = createHash('sha256')
    .update(JSON.stringify({ type: inputs.constructor.name, itemShape, size, ids }))
    .update(bytesOf(inputs))
    .update(bytesOf(labels))
    .digest('hex');
  fingerprints.set(split, digest);
  return digest;
}

const bytesOf = (array: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
