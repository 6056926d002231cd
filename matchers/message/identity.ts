import { createHash } from 'node:crypto';
import type { SnapshotSerializer } from 'vitest';
import type { Split } from '../../src/datasets/contract.ts';
import { DnnError } from '../../src/errors.ts';
import type { Network } from '../../src/models/network/contract.ts';
import { isNetwork } from '../../src/models/network/is-network.ts';
import { isObject } from '../../src/value-kinds.ts';
import { fingerprint } from '../../src/splits/fingerprint.ts';
import type { TestedModel } from '../definition/subject.ts';

/** Prints models, classifiers and splits in snapshots by their identity, instead of all weights and inputs. */
export const identitySerializer: SnapshotSerializer = {
  test: (value: unknown) => isModel(value) || isClassifier(value) || isSplit(value),
  serialize: (value: unknown) =>
    isModel(value) ? ofModel(value) : isClassifier(value) ? ofClassifier(value) : ofSplit(value as Split),
};

type RecordedModel = TestedModel & Required<Pick<TestedModel, 'record'>>;

const isModel = (value: unknown): value is RecordedModel =>
  isObject(value) && isClassifier(value.classifier) && isObject(value.record) && typeof value.record.id === 'string';

const isClassifier = (value: unknown): value is Network =>
  isObject(value) && isNetwork(value as unknown as Network) && Array.isArray(value.itemShape);

const isSplit = (value: unknown): value is Split =>
  isObject(value) &&
  ArrayBuffer.isView(value.inputs) &&
  ArrayBuffer.isView(value.labels) &&
  Array.isArray(value.itemShape);

/** The id of the record is the hash of all that determines the model. */
const ofModel = ({ record: { name, dataset, id } }: RecordedModel): string =>
  `Model ${JSON.stringify(name)} on ${JSON.stringify(dataset)}, id ${id.slice(0, 16)}`;

function ofClassifier({ name, itemShape, classes, model }: Network): string {
  const hash = createHash('sha256');
  for (const weight of model.getWeights()) {
    const { buffer, byteOffset, byteLength } = weight.dataSync();
    hash.update(JSON.stringify(weight.shape)).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return `Classifier ${JSON.stringify(name)} of items [${itemShape.join(', ')}], ${classes} classes, weights ${hash.digest('hex').slice(0, 16)}`;
}

function ofSplit(split: Split): string {
  return `Split of ${split.size} items [${split.itemShape.join(', ')}], ${contentOf(split)}`;
}

function contentOf(split: Split): string {
  try {
    return `content ${fingerprint(split).slice(0, 16)}`;
  } catch (error) {
    if (error instanceof DnnError) return 'not valid';
    throw error;
  }
}
