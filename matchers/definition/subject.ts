import type { RunnerTestCase } from 'vitest';
import type { Dataset, Split } from '../../src/datasets/contract.ts';
import { subset } from '../../src/splits/index.ts';
import { InvalidDataError, InvalidModelError } from '../../src/errors.ts';
import type { Classifier, LabelledTexts, Predictor, TextPredictor } from '../../src/models/contract.ts';
import { areLabelledTexts, evaluable } from '../../src/models/text-predictor.ts';
import { isInstance, isList, isObject } from '../../src/options.ts';
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

/** A model that is asked about texts, and the texts with their labels. */
export interface TestedTexts {
  readonly classifier: TextPredictor;
  readonly split: LabelledTexts;
  /** The data set of the texts, which names model and classes in messages. */
  readonly dataset?: Dataset;
}

/** A model to ask or to attack. For accuracy and black-box attacks, `{ predict }` is enough. */
export type AttackedModel = TestedModel<Classifier | Predictor>;

/**
 * Names a model for messages and reports: by its own name, else by the fixture that provides it or its classifier, else by the test.
 *
 * @param received - the argument of `expect`
 * @returns the name
 */
export function subjectOf(task: RunnerTestCase, received: AttackedModel): string {
  const { classifier } = received;
  if (typeof classifier.name === 'string') return classifier.name;
  const provided = Object.entries(task.context).find(([, value]) => value === received || value === classifier);
  return provided ? provided[0] : `the predictor of "${task.name}"`;
}

/** @returns a function that creates the split that the model was trained on; undefined if the data set is unknown */
export function trainedOn({ dataset, labelled }: TestedModel): (() => Split) | undefined {
  if (dataset === undefined) return undefined;
  const { train } = dataset;
  return () => (labelled && labelled.length < train.size ? subset(train, labelled) : train);
}

/** The parts of a matcher's definition that decide what it accepts. */
interface Acceptance {
  readonly name: string;
  readonly accepts: 'classifier' | 'predictor';
  /** Why a predictor is not enough, in words. */
  readonly because: string;
}

/**
 * Checks that the argument of `expect(…)` is a tested model.
 *
 * @returns the same value, typed
 * @throws InvalidModelError - if it is anything else; says what a predictor lacks
 */
export function testedModel<Model extends Classifier | Predictor>(
  matcher: Acceptance,
  received: unknown,
): TestedModel<Model> {
  if (isObject(received) && isPredictor(received.classifier) && areLabelledTexts(received.split)) {
    const { model, split } = evaluable(matcher.name, received.classifier, received.split);
    return testedModel(matcher, { ...received, classifier: model, split });
  }
  const isModel = matcher.accepts === 'classifier' ? isClassifier : isPredictor;
  if (isObject(received) && isModel(received.classifier) && isSplit(received.split)) {
    checkDataset(matcher.name, received.dataset);
    return received as unknown as TestedModel<Model>;
  }
  throw isObject(received) && isPredictor(received.classifier) && !isClassifier(received.classifier)
    ? notEnough(matcher, received.classifier)
    : new InvalidModelError(
        `${matcher.name}: expect() received ${show(received)}.\n` +
          'Expected the model of a fixture (activeLearning, trained, pretrained) or { classifier, split }.\n' +
          adviceFor(received),
      );
}

/** Checks what messages and examples read of a data set; compressions check the rest. */
function checkDataset(matcher: string, dataset: unknown): void {
  if (dataset === undefined) return;
  if (isObject(dataset) && typeof dataset.name === 'string' && isList(dataset.classNames)) return;
  throw new InvalidDataError(
    `${matcher}: the dataset of the model is ${show(dataset)}.\nExpected a data set with a name and the names of its classes.\n` +
      'Pass one of a reader, such as mnist(), or leave it out.',
  );
}

function notEnough({ name, accepts, because }: Acceptance, predictor: Predictor): InvalidModelError {
  const subject = `${name}: expect() received the predictor "${typeof predictor.name === 'string' ? predictor.name : 'predictor'}"`;
  if (accepts === 'predictor') {
    return new InvalidModelError(
      `${subject} without a split.\nExpected { classifier, split }, where the split holds { inputs, itemShape, labels, size }.\nPass the inputs to ask it about.`,
    );
  }
  return new InvalidModelError(
    `${subject}, which has predictions, but no layers.\nExpected a classifier, because ${name} ${because}.\n` +
      'Wrap the network with classifier(…), or load it with loadClassifier. For a predictor use toReachAccuracy, or toBeRobustAgainst with a black-box attack such as square.',
  );
}

function adviceFor(received: unknown): string {
  if (isClassifier(received)) return 'This is a classifier without a split: pass { classifier, split: dataset.test }.';
  if (isPredictor(received))
    return 'This is a predictor without a split: pass { classifier: predictor, split: dataset.test }.';
  if (isInstance(received, Promise)) return 'This is a promise: await it first.';
  if (received === undefined)
    return 'The value is missing. Name the fixture in the arguments of the test, as in test(name, async ({ model, expect }) => …), with the test that extend returned.';
  return 'Use a fixture of the test, as in test(name, async ({ model, expect }) => …).';
}

function isClassifier(value: unknown): value is Classifier {
  return isObject(value) && typeof value.logits === 'function' && typeof value.probabilities === 'function';
}

function isPredictor(value: unknown): value is Predictor {
  return isObject(value) && typeof value.predict === 'function';
}

function isSplit(value: unknown): value is Split {
  return isObject(value) && ArrayBuffer.isView(value.inputs) && ArrayBuffer.isView(value.labels);
}
