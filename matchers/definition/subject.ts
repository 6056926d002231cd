import type { Dataset, Split } from '../../src/datasets/contract.ts';
import { subset } from '../../src/splits/index.ts';
import { InvalidModelError } from '../../src/errors.ts';
import type { Classifier, Predictor } from '../../src/models/contract.ts';
import { isObject } from '../../src/options.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { show } from '../../src/show.ts';

/** What the matchers test: a model and the inputs that judge it. A trained model of a fixture is one. */
export interface TestedModel<Model extends Classifier | Predictor = Classifier> {
  readonly classifier: Model;
  readonly split: Split;
  /** The data set that the split belongs to, for the report. */
  readonly dataset?: Dataset;
  /** Positions in the training split of what the model was trained on. @defaultValue all of them */
  readonly labelled?: Int32Array;
  /** How the model came to be; fixtures set it. */
  readonly record?: ModelRecord;
}

/** A tested model of which a black-box attack needs no more than `{ predict }`. */
export type AttackedModel = TestedModel<Classifier | Predictor>;

/** What a model was trained on, where that is known; made when it is asked for. */
export function trainedOn({ dataset, labelled }: TestedModel): (() => Split) | undefined {
  if (dataset === undefined) return undefined;
  const { train } = dataset;
  return () => (labelled && labelled.length < train.size ? subset(train, labelled) : train);
}

/**
 * Takes what stands in `expect(…)` for a tested model.
 *
 * @throws InvalidModelError - on anything else
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
  if (isClassifier(received)) return 'This is a classifier alone: pass { classifier, split: dataset.test }.';
  if (received instanceof Promise) return 'This is a promise: await it first.';
  return 'Ask for the fixture by name, as in test(name, async ({ model, expect }) => …).';
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
