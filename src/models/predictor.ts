import type { Split } from '../datasets/contract.ts';
import { InvalidDataError, InvalidModelError } from '../errors.ts';
import { rangeOf } from '../norms/resolve-range.ts';
import { checkItemShape } from '../splits/check-parts.ts';
import { checkRange, itemSize } from '../splits/index.ts';
import { demand, integerFrom } from '../options.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { questioner, type Answered } from './answer.ts';
import type { Classifier, Predictor } from './contract.ts';
import type { Network } from './network/contract.ts';
import { isNetwork } from './network/is-network.ts';
import { networkOf } from './network/network-of.ts';

/** A model that black-box attacks query: a `Predictor` with all properties, or a `Classifier`. */
export interface QueriedModel extends Required<Predictor> {
  /** Whether the model answers labels alone; `predict` then returns 1 for the label and 0 for all other classes. @defaultValue false */
  readonly answersLabels?: boolean;
  predict(inputs: Float32Array, count: number): Promise<Matrix>;
}

/**
 * Returns a model that can be queried. The open properties of a predictor are filled in: its classes from one query (from the
 * labels of the split, if it answers labels alone), its item shape from the inputs. Its answers are checked, and brought into one
 * form. A network is returned unchanged.
 *
 * @param split - the inputs to query the model with; at least one
 * @throws PredictionError if the model throws; InvalidModelError if an answer is neither [count, classes] nor labels; NumericalError
 *   if a score is not finite; InvalidDataError if the inputs have another shape than the model
 */
export async function queriedModel(model: Classifier | Predictor, split: Split): Promise<Network | QueriedModel> {
  if (isNetwork(model)) return networkOf(model);
  const { name = 'predictor', itemShape = split.itemShape } = model;
  checkShape(name, split, { name, itemShape });
  const inputRange = rangeOf(model, itemShape);
  const ask = questioner(model, name);
  const first = await ask(Float32Array.from(split.inputs.subarray(0, itemSize(split))), 1, model.classes);
  const answersLabels = 'labels' in first;
  const classes = model.classes ?? (answersLabels ? classesIn(split) : first.scores.columns);
  const predict = async (inputs: Float32Array, count: number): Promise<Matrix> => {
    const answered = await ask(inputs, count, classes);
    if (answersLabels !== 'labels' in answered) throw fickle(name, answersLabels);
    return inScores(answered, classes);
  };
  return asked({ name, classes, itemShape, inputRange, answersLabels, predict });
}

const inScores = (answered: Answered, classes: number): Matrix =>
  'labels' in answered ? indicators(answered.labels, classes) : answered.scores;

/** Models whose answers are checked. */
const checked = new WeakSet<QueriedModel>();

/** Records that the answers of a model are checked. @returns the model */
export function asked<Model extends QueriedModel>(model: Model): Model {
  checked.add(model);
  return model;
}

/** Returns a model with all properties, whose answers are checked. @throws InvalidModelError as `queriedModel` does */
export function checkedAnswers(owner: string, model: QueriedModel): QueriedModel {
  if (isNetwork(model)) return networkOf(model);
  if (checked.has(model)) return model;
  const { name, classes, itemShape } = model;
  demand(owner, 'classes of the model', classes, integerFrom(2));
  checkItemShape(itemShape, `the model "${name}"`);
  const inputRange = rangeOf(model, itemShape);
  const ask = questioner(model, name);
  return asked({
    ...{ name, classes, itemShape, inputRange },
    predict: async (inputs, count) => inScores(await ask(inputs, count, classes), classes),
  });
}

const classesIn = ({ labels }: Split): number => labels.reduce((most, label) => Math.max(most, label + 1), 2);

/** 1 for the label of each row and 0 for all other classes, [labels, classes]. */
function indicators(labels: Int32Array, classes: number): Matrix {
  const data = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => (data[row * classes + label] = 1));
  return { data, rows: labels.length, columns: classes };
}

const fickle = (name: string, answeredLabels: boolean): InvalidModelError =>
  new InvalidModelError(
    `"${name}" answers ${answeredLabels ? 'scores, after labels' : 'labels, after scores'}.\nExpected the same kind of answer for all inputs.\n` +
      'Return either from predict.',
  );

/**
 * Checks that the model can be attacked on a valid split.
 *
 * @throws InvalidDataError if its inputs are not continuous, have another shape or lie outside the input range
 */
export function checkInputs(
  owner: string,
  split: Split,
  model: Pick<QueriedModel, 'name' | 'itemShape' | 'inputRange'>,
): void {
  if (!(split.inputs instanceof Float32Array)) {
    throw new InvalidDataError(
      `${owner}: the inputs are integers.\nExpected continuous inputs such as images; token ids cannot be perturbed by epsilon.\nAttack texts with pwws or deepWordBug, or pass a split whose inputs are a Float32Array.`,
    );
  }
  checkShape(owner, split, model);
  checkRange(owner, split, model);
}

function checkShape(owner: string, split: Split, { name, itemShape }: Pick<QueriedModel, 'name' | 'itemShape'>): void {
  if (split.itemShape.join() === itemShape.join()) return;
  throw new InvalidDataError(
    `${owner}: the items have shape [${split.itemShape.join(', ')}].\n` +
      `Expected [${itemShape.join(', ')}], the item shape of "${name}".\nReshape the data, or build the model for its shape.`,
  );
}
