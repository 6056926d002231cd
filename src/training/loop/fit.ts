import { setImmediate } from 'node:timers/promises';
import type { Split } from '../../datasets/contract.ts';
import { subset, validateSplit } from '../../splits/index.ts';
import type { Classifier } from '../../models/contract.ts';
import { networkOf } from '../../models/network/network-of.ts';
import { assertInRange } from '../../models/network/input-range.ts';
import { assertItemShape } from '../../models/network/item-shape.ts';
import { adam } from '../optimizers/adam.ts';
import { trainOnBatch, type Prepare } from './batch.ts';
import { callback, checkOptions, checkedLater, flag, required, type LimitsOf } from '../../options.ts';
import { checkedRandom } from '../../random/check-random.ts';
import type { FitContext, FitHistory } from '../contract.ts';
import { watch } from './early-stopping.ts';
import type { ResolvedOptions } from './options.ts';
import { trainedWeights } from './trained-weights.ts';

/**
 * The training loop that all trainings share. Every epoch starts with a seeded shuffle; every batch is one step of Adam on
 * the mean softmax cross-entropy plus the penalties of the layers' regularizers, followed by the layers' constraints. It changes
 * the weights in place and returns the history. The event loop runs after every batch.
 *
 * @param prepare - returns the inputs to train on for a clean batch. @defaultValue the clean inputs
 * @throws InvalidDataError on a split that cannot be used; NumericalError if the loss is no longer finite;
 *   InvalidModelError on a model that cannot be trained
 */
export async function fit(
  classifier: Classifier,
  split: Split,
  given: FitContext,
  options: ResolvedOptions,
  prepare?: Prepare,
): Promise<FitHistory> {
  const context = checkOptions('fit', given, contextLimits);
  const { progress, afterStep } = context;
  const random = checkedRandom('fit', context.random);
  const { epochs, batchSize, learningRate, earlyStopping } = options;
  const network = networkOf(classifier);
  const { train, validation } = divide(
    network,
    split,
    { ...context, random, hasDerived: context.hasDerived && !prepare },
    options,
  );
  const weights = trainedWeights(network);
  const optimizer = adam(weights.variables, { learningRate });
  const stopping = earlyStopping && watch(network.model, earlyStopping);
  const total = epochs * Math.ceil(train.size / batchSize);
  const started = performance.now();
  const loss: number[] = [];
  const validationAccuracy: number[] = [];
  let done = 0;

  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = random.fork('shuffle', epoch).shuffle(Int32Array.from({ length: train.size }, (_, i) => i));
      let sum = 0;
      for (let start = 0; start < train.size; start += batchSize) {
        const positions = order.subarray(start, start + batchSize);
        const place = {
          epoch,
          epochsDone: (done * epochs) / total,
          learningRate,
          random: random.fork('batch', epoch, start),
        };
        const batchLoss = await trainOnBatch(network, train, positions, place, weights, optimizer, prepare ?? clean);
        sum += positions.length * batchLoss;
        await afterStep?.();
        done++;
        progress?.({
          task: 'train',
          epoch,
          epochs,
          done,
          total,
          loss: sum / (start + positions.length),
          accuracy: validationAccuracy.at(-1),
          secondsLeft: ((performance.now() - started) / 1000 / done) * (total - done),
        });
        await setImmediate();
      }
      loss.push(sum / train.size);
      if (validation) validationAccuracy.push(await accuracyOn(network, validation));
      if (stopping?.shouldStop(validationAccuracy[epoch - 1])) break;
    }
  } finally {
    optimizer.dispose();
  }
  stopping?.restore();
  return { loss, validationAccuracy };
}

const contextLimits: LimitsOf<FitContext> = {
  random: required(checkedLater),
  validation: checkedLater,
  progress: callback,
  hasDerived: flag,
  afterStep: callback,
};

const clean: Prepare = ({ x }) => x;

/** The training and the validation split. Without the latter, early stopping holds out part of the training split. */
function divide(
  classifier: Classifier,
  split: Split,
  { random, validation, hasDerived }: FitContext,
  options: ResolvedOptions,
): { train: Split; validation?: Split } {
  validateSplit(split, classifier.classes, 'the training split');
  if (hasDerived) assertItemShape(split, classifier, 'the training split');
  else assertInRange('The training split', split, classifier, 'the training split');
  if (validation) {
    validateSplit(validation, classifier.classes, 'the validation split');
    assertInRange('The validation split', validation, classifier, 'the validation split');
  }
  if (validation || !options.earlyStopping) return { train: split, validation };
  const order = random.fork('held out').sample(split.size, split.size);
  const held = Math.max(1, Math.round(split.size * options.earlyStopping.heldOut));
  const [train, heldOut] = [subset(split, order.subarray(held)), subset(split, order.subarray(0, held))];
  validateSplit(train, classifier.classes, 'the training split without its held-out part');
  return { train, validation: heldOut };
}

async function accuracyOn(classifier: Classifier, { labels, ...split }: Split): Promise<number> {
  const predictions = await classifier.predictions({ labels, ...split });
  return predictions.reduce((hits, predicted, i) => hits + Number(predicted === labels[i]), 0) / labels.length;
}
