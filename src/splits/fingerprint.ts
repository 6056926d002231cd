import { createHash } from 'node:crypto';
import type { Split } from '../datasets/contract.ts';
import { checkParts } from './check-parts.ts';

const fingerprints = new WeakMap<Split, string>();

/**
 * Returns the SHA-256 (hex) of a split: its shape, inputs, labels, ids, texts and encoder. It is computed once per object, so do not change
 * a split after its first fingerprint.
 *
 * @throws InvalidDataError if a part of the split has another type
 */
export function fingerprint(split: Split): string {
  const cached = fingerprints.get(split);
  if (cached !== undefined) return cached;
  checkParts(split);
  const { inputs, itemShape, labels, size, ids, texts, encoder } = split;
  const hash = createHash('sha256')
    .update(JSON.stringify({ type: inputs.constructor.name, itemShape, size, ids, encoder }))
    .update(bytesOf(inputs))
    .update(bytesOf(labels));
  for (const text of texts ?? []) hash.update(JSON.stringify(text));
  const digest = hash.digest('hex');
  fingerprints.set(split, digest);
  return digest;
}

const bytesOf = (array: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
