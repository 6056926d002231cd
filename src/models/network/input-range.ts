import type { Split } from '../../datasets/contract.ts';
import { checkRange } from '../../splits/index.ts';
import type { Classifier } from '../contract.ts';
import { assertSameEncoder } from './assert-encoder.ts';
import { assertItemShape } from './item-shape.ts';
import { readsIds } from './ids.ts';
import { layersOf } from './layers.ts';
import { isNetwork } from './is-network.ts';

/**
 * Checks that a classifier can be measured, or trained, on a split: its item shape, and that every value lies in its input range, as
 * attacks require. Token ids have no range, but their encoder must be that of the classifier.
 *
 * @param owner - the name of the function, or of the split, for the error
 * @throws InvalidDataError if a part of the split has another type, the item shape differs, a value lies outside the range, or the split has
 *   another encoder
 */
export function assertInRange(owner: string, split: Split, classifier: Classifier, what = 'the split'): void {
  assertItemShape(split, classifier, what);
  assertSameEncoder(owner, split, classifier);
  const areIds = split.inputs instanceof Float32Array ? areSurelyIds(classifier) : mayBeIds(classifier);
  if (!areIds) checkRange(owner, split, classifier);
}

/** Whether a model reads its inputs by an embedding, whatever their type. */
const areSurelyIds = (classifier: Classifier): boolean => isNetwork(classifier) && readsIds(classifier.model);

/** Whether a model reads integers as ids. A model that is no network, or has a layer of its user, may. */
function mayBeIds(classifier: Classifier): boolean {
  if (!isNetwork(classifier)) return true;
  return Array.from(layersOf(classifier.model)).some((layer) => idLayers.has(layer.getClassName()));
}

const idLayers = new Set(['Embedding', 'CategoryEncoding']);
