import type { Split } from '../datasets/contract.ts';
import { InvalidDataError } from '../errors.ts';
import { resolveRange } from '../norms/resolve-range.ts';
import { checkItemShape } from '../splits/check-parts.ts';
import { checkRange, itemSize } from '../splits/index.ts';
import { demand, integerFrom } from '../options.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { questioner } from './answer.ts';
import type { Classifier, Predictor } from './contract.ts';
import type { Network } from './network/contract.ts';
import { isNetwork, networkOf } from './network/network-of.ts';

/** A model that black-box attacks query: a `Predictor` with all properties, or a `Classifier`. */
export interface QueriedModel extends Required<Predictor> {
  predict(inputs: Float32Array, count: number): Promise<Matrix>;
}

/**
 * Returns a model that can be queried. The open properties of a predictor are filled in: its classes from one query, its
 * item shape from the inputs. Its answers are checked, and brought into one form. A network is returned unchanged.
 *
 * @param split - the inputs to query the model with; at least one
 * @throws PredictionError if the model throws; InvalidModelError if an answer is not [count, classes]; NumericalError if a score is
 *   not finite; InvalidDataError if the inputs have another shape than the model
 */
export async function queriedModel(model: Classifier | Predictor, split: Split): Promise<Network | QueriedModel> {
  if (isNetwork(model)) return networkOf(model);
  const { name = 'predictor', itemShape = split.itemShape } = model;
  checkShape(name, split, { name, itemShape });
  const inputRange = resolveRange(name, model.inputRange ?? [0, 1], itemShape);
  const ask = questioner(model, name);
  const first = Float32Array.from(split.inputs.subarray(0, itemSize(split)));
  const { columns: classes } = await ask(first, 1, model.classes);
  return asked({ name, classes, itemShape, inputRange, predict: async (inputs, count) => ask(inputs, count, classes) });
}

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
  const { name = 'predictor', classes, itemShape, predict } = model;
  demand(owner, 'classes of the model', classes, integerFrom(2));
  checkItemShape(itemShape, `the model "${name}"`);
  const inputRange = resolveRange(name, model.inputRange, itemShape);
  const ask = questioner({ predict: async (inputs, count) => predict.call(model, inputs, count) }, name);
  return asked({ name, classes, itemShape, inputRange, predict: (inputs, count) => ask(inputs, count, classes) });
}

/**
 * Checks that the model can be attacked on a valid split.
 *
 * @throws InvalidDataError if its inputs are not continuous, have another shape or lie outside the input range
 */
export function checkInputs(owner: string, split: Split, model: QueriedModel): void {
  if (!(split.inputs instanceof Float32Array)) {
    throw new InvalidDataError(
      `${owner}: the inputs are integers.\nExpected continuous inputs such as images; token ids cannot be perturbed by epsilon.\nPass a split whose inputs are a Float32Array.`,
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
