import { InvalidOptionError } from '../../errors.ts';
import { checkModel } from '../../models/check-model.ts';
import type { Classifier } from '../../models/contract.ts';
import { networkOf } from '../../models/network/network-of.ts';
import { checkedAnswers } from '../../models/predictor.ts';
import { isObject } from '../../options.ts';
import { checkedRandom } from '../../random/check-random.ts';
import { show } from '../../show.ts';
import type { Attack, QueriedBatch } from '../contract.ts';

/**
 * Checks what `craft` receives, which trainings of users may call too, and returns it. What its model answers and its generator draws
 * is checked, too.
 *
 * @throws InvalidModelError on a classifier of another form; InvalidOptionError on another part that cannot be used
 */
export function checkedBatch<Batch extends QueriedBatch>(name: string, access: Attack['access'], batch: Batch): Batch {
  if (!isObject(batch)) {
    throw new InvalidOptionError(
      `${name}: the batch to craft is ${show(batch)}.\nExpected { classifier, x, y, epsilon, random }.\nPass tensors of a batch, or use run for a split.`,
    );
  }
  const { x, y, positions }: QueriedBatch = batch;
  checkModel(name, batch.classifier);
  const classifier =
    access === 'white-box' ? networkOf(batch.classifier as Classifier) : checkedAnswers(name, batch.classifier);
  const count = isTensor(x) ? x.shape[0] : -1;
  if (!isTensor(x) || x.shape.slice(1).join() !== classifier.itemShape?.join())
    throw wrong(name, 'x', x, '[batch, ...itemShape]');
  if (!isTensor(y) || y.shape.length !== 1 || y.shape[0] !== count)
    throw wrong(name, 'y', y, '[batch], the labels of x');
  const random = checkedRandom(name, batch.random);
  if (
    positions === undefined ||
    ((Array.isArray(positions) || ArrayBuffer.isView(positions)) && positions.length === count)
  )
    return { ...batch, classifier, random };
  throw new InvalidOptionError(
    `${name}: positions is ${show(positions)}.\nExpected a list of ${count} integers, one per input of the batch.\nOmit it to number the inputs of the batch.`,
  );
}

const isTensor = (value: unknown): value is { readonly shape: readonly number[] } =>
  isObject(value) && Array.isArray(value.shape) && typeof value.dataSync === 'function';

const wrong = (name: string, part: string, value: unknown, shape: string): InvalidOptionError =>
  new InvalidOptionError(
    `${name}: ${part} is ${isTensor(value) ? `a tensor of shape [${value.shape.join(', ')}]` : show(value)}.\nExpected a tensor ${shape}.\nPass one made by tf of "vitest-dnn/layers".`,
  );
