import type { Dataset, Split } from '../../src/datasets/contract.ts';
import { subset } from '../../src/splits/index.ts';
import { InvalidModelError } from '../../src/errors.ts';
import type { Classifier, Predictor } from '../../src/models/contract.ts';
import { isObject } from '../../src/options.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { show } from '../../src/show.ts';

/** The subject of the matchers: a model and the inputs to evaluate it on. Fixtures return such models. */
export interface TestedModel<Model extends Classifier | Predictor = Classifier> {
  readonly classifier: Model;
  /** The inputs to evaluate the model on. */
  readonly split: Split;
  /** The data set of the split. It names the model in messages, and fine-tuning compressions train on it. */
  readonly dataset?: Dataset;
  /** Positions in the training split of the inputs that the model was trained on. @defaultValue all */
  readonly labelled?: Int32Array;
  /** The record of how the model was trained or loaded. Fixtures set it. */
  readonly record?: ModelRecord;
}

/** A model to attack. For a black-box attack, `{ predict }` is enough. */
export type AttackedModel = TestedModel<Classifier | Predictor>;

/** @returns a function that creates the split that the model was trained on; undefined if the data set is unknown */
export function trainedOn({ dataset, labelled }: TestedModel): (() => Split) | undefined {
  if (dataset === undefined) return undefined;
  const { train } = dataset;
  return () => (labelled && labelled.length < train.size ? subset(train, labelled) : train);
}

/**
 * Checks that the argument of `expect(…)` is a tested model.
 *
 * @returns the same value, typed
 * @throws InvalidModelError - if it is anything else
 */
export function testedModel<Model extends Classifier | Predictor>(
  matcher: string,
  received: unknown,
  accepts: 'classifier' | 'predictor',
): TestedModel<Model> {
  const isModel = accepts === 'classifier' ? isClassifier : isPredictor;
  if (isObject(received) && isModel(received.classifier) && isSplit(received.split))
    return received as unknown as TestedModel<Model>;
  throw new InvalidModelError(
    `${matcher}: expect() received ${show(received)}.\n` +
      'Expected the model of a fixture (activeLearning, trained, pretrained) or { classifier, split }.\n' +
      adviceFor(received),
  );
}

function adviceFor(received: unknown): string {
  if (isClassifier(received)) return 'This is a classifier without a split: pass { classifier, split: dataset.test }.';
  if (received instanceof Promise) return 'This is a promise: await it first.';
  return 'Use a fixture of the test, as in test(name, async ({ model, expect }) => …).';
}

function isClassifier(value: unknown): value is Classifier {
  return isObject(value) && typeof value.logits === 'function' && typeof value.probabilities === 'function';
}

function isPredictor(value: unknown): boolean {
  return isObject(value) && typeof value.predict === 'function';
}

function isSplit(value: unknown): value is Split {
  return isObject(value) && ArrayBuffer.isView(value.inputs) && ArrayBuffer.isView(value.labels);
}
