import { InvalidOptionError } from '../../errors.ts';
import { checkModel } from '../../models/check-model.ts';
import { isNetwork, networkOf } from '../../models/network/network-of.ts';
import { isObject } from '../../options.ts';
import { checkRandom } from '../../random/index.ts';
import { show } from '../../show.ts';
import type { Attack, QueriedBatch } from '../contract.ts';

/**
 * Checks what `craft` receives, which trainings of users may call too.
 *
 * @throws InvalidModelError on a classifier of another form; InvalidOptionError on another part that cannot be used
 */
export function checkBatch(name: string, access: Attack['access'], batch: QueriedBatch): void {
  if (!isObject(batch)) {
    throw new InvalidOptionError(
      `${name}: the batch to craft is ${show(batch)}.\nExpected { classifier, x, y, epsilon, random }.\nPass tensors of a batch, or use run for a split.`,
    );
  }
  const { classifier, x, y, random, positions }: QueriedBatch = batch;
  checkModel(name, classifier);
  if (access === 'white-box' || isNetwork(classifier)) networkOf(classifier as never);
  const count = isTensor(x) ? x.shape[0] : -1;
  if (!isTensor(x) || x.shape.slice(1).join() !== classifier.itemShape?.join())
    throw wrong(name, 'x', x, '[batch, ...itemShape]');
  if (!isTensor(y) || y.shape.length !== 1 || y.shape[0] !== count)
    throw wrong(name, 'y', y, '[batch], the labels of x');
  checkRandom(name, random);
  if (
    positions === undefined ||
    ((Array.isArray(positions) || ArrayBuffer.isView(positions)) && positions.length === count)
  )
    return;
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
