import { hashOf } from '../../cache/index.ts';
import type { tf } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import type { RangeJson } from '../../norms/range.ts';
import { isObject } from '../../options.ts';
import { isEncoderJson, type EncoderJson } from '../../text/index.ts';
import { oneLetterFrom } from './unread-options.ts';

/** Properties that a TensorFlow.js model lacks. They are stored in `userDefinedMetadata`, which other readers ignore. */
export interface SavedClassifier {
  readonly name: string;
  /** An open side is null. */
  readonly inputRange: RangeJson;
  /** SHA-256 of weights.bin; it detects files that come from two different saves. */
  readonly weights: string;
  /** SHA-256 of everything else in model.json, as canonical JSON. Earlier versions did not write it. */
  readonly checksum?: string;
  /** Of a network of texts. */
  readonly encoder?: EncoderJson;
}

const names: readonly (keyof SavedClassifier)[] = ['name', 'inputRange', 'weights', 'checksum', 'encoder'];
const topNames = ['modelTopology', 'weightsManifest', 'format', 'generatedBy', 'convertedBy', 'userDefinedMetadata'];

/** @returns the content of model.json, with the checksum of the rest in its metadata */
export function withChecksum(json: object, metadata: SavedClassifier): object {
  const content = { ...json, userDefinedMetadata: { classifier: metadata } };
  return { ...content, userDefinedMetadata: { classifier: { ...metadata, checksum: checksumOf(content) } } };
}

/**
 * Reads what `save` wrote beside the model, and checks that nothing in the file changed since.
 *
 * @returns the metadata; empty for a file of another tool
 * @throws InvalidModelError if the content does not match its checksum, or a part has another type or a damaged name
 */
export function metadataOf(path: string, json: tf.io.ModelJSON): Partial<SavedClassifier> {
  checkNames(path, json, topNames, false);
  const { userDefinedMetadata: outer } = json;
  if (!isObject(outer)) return {};
  checkNames(path, outer, ['classifier'], false);
  const { classifier } = outer;
  if (classifier === undefined) return {};
  if (!isObject(classifier)) throw damaged(path, 'its metadata are no object');
  checkNames(path, classifier, names, true);
  const { checksum, ...metadata } = classifier as Partial<SavedClassifier>;
  const content = { ...json, userDefinedMetadata: { ...outer, classifier: metadata } };
  if (checksum !== undefined && checksum !== checksumOf(content))
    throw damaged(path, 'its content does not match its checksum');
  if (metadata.name !== undefined && typeof metadata.name !== 'string') throw damaged(path, 'its name is no text');
  if (metadata.encoder !== undefined && !isEncoderJson(metadata.encoder))
    throw damaged(path, 'its encoder has another form');
  return metadata;
}

/** A name that is one letter from an expected one is damage: its value would be lost without a word. */
function checkNames(path: string, object: object, expected: readonly string[], isComplete: boolean): void {
  for (const name of Object.keys(object)) {
    if (expected.includes(name)) continue;
    const meant = oneLetterFrom(name, expected);
    if (meant ?? isComplete) throw damaged(path, `it has a field "${name}"${meant ? ` instead of "${meant}"` : ''}`);
  }
}

const checksumOf = (content: object): string => hashOf(JSON.parse(JSON.stringify(content)) as Json);

const damaged = (path: string, what: string): InvalidModelError =>
  new InvalidModelError(
    `${path} was changed or damaged after it was saved: ${what}.\nExpected the file that classifier.save(folder) wrote.\n` +
      'Restore the file, or save the model again.',
  );
