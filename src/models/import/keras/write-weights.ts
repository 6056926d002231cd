import { tf, type LayersModel } from '../../../engine/tensors.ts';
import { InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import { describeWeights, ownersIn, storedOrder } from '../../files/weight-owners.ts';
import type { Hdf5Object } from '../hdf5/open.ts';

/** Weights of a file, in the order of Keras, and the layer or nested model that they belong to. */
export interface WeightGroup {
  readonly path: readonly string[];
  /** Whether the weights of a model inside of the layer come layer by layer, instead of those that are trained first. */
  readonly byLayer?: boolean;
  readonly weights: readonly Hdf5Object[];
}

/** Weights of a file, as numbers. */
export interface ReadGroup extends Pick<WeightGroup, 'path' | 'byLayer'> {
  readonly weights: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[];
}

/** Reads the numbers of all weights. */
export const readGroups = (groups: readonly WeightGroup[]): ReadGroup[] =>
  groups.map(({ path, byLayer, weights }) => ({
    path,
    byLayer,
    weights: weights.map((weight) => ({ shape: weight.shape ?? [], values: weight.numbers() })),
  }));

/**
 * Writes the weights of a file into a model by the place of their layer and their order in it. Names of weights are not read.
 *
 * @param path - of the file, for messages
 * @param order - the paths of the layers in the order of Keras
 * @throws InvalidModelError if number or shapes differ
 */
export function writeWeights(
  path: string,
  model: LayersModel,
  groups: readonly ReadGroup[],
  order: readonly (readonly string[])[],
): void {
  const place = new Map(order.map((each, i) => [each.join('/'), i]));
  const placeOf = (each: readonly string[]): number => place.get(each.join('/')) ?? -1;
  const owners = ownersIn(model).toSorted((a, b) => placeOf(a.path) - placeOf(b.path));
  let written = 0;
  for (const group of groups) {
    const inside = owners.filter((owner) => group.path.every((name, i) => owner.path[i] === name));
    const variables = group.byLayer
      ? inside.flatMap(({ layer }) => storedOrder(layer))
      : [
          ...inside.flatMap(({ layer }) => layer.trainableWeights),
          ...inside.flatMap(({ layer }) => layer.nonTrainableWeights),
        ];
    const fits = variables.every((variable, i) => variable.shape.join() === group.weights[i]?.shape.join());
    if (!fits || variables.length !== group.weights.length) throw differs(path, model, groups);
    variables.forEach((variable, i) => {
      const { shape, values } = group.weights[i];
      const tensor = tf.tensor(values, [...shape]);
      variable.write(tensor);
      tensor.dispose();
    });
    written += variables.length;
  }
  if (written !== owners.reduce((sum, { weights }) => sum + weights.length, 0)) throw differs(path, model, groups);
}

function differs(path: string, model: LayersModel, groups: readonly ReadGroup[]): InvalidModelError {
  const found = groups
    .filter(({ weights }) => weights.length > 0)
    .map((group) => `${group.path.join('/')} ${group.weights.map(({ shape }) => `[${shape.join(', ')}]`).join(' ')}`);
  return new InvalidModelError(
    `The weights in ${path} do not fit its layers: ${cutMiddle(found.join('; '), 700)}.\n` +
      `Expected ${cutMiddle(describeWeights(model), 700)}.\nSave the model again from Keras, with model.save('model.keras').`,
  );
}
