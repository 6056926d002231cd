import type { LayersModel } from '../../engine/tensors.ts';
import { innerLayer, isNested, type Layer } from '../network/layers.ts';
import { snakeCase } from './snake-case.ts';

/** A weight of a file. */
export interface StoredSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A weight of a model. */
export type Variable = Layer['weights'][number];

/** A layer with weights, and the names of the models around it. */
export interface Owner {
  readonly layer: Layer;
  readonly path: readonly string[];
  readonly weights: readonly Variable[];
}

/** The layers with weights, in the order of the model; nested models are entered. */
export function ownersIn(model: LayersModel, path: readonly string[] = []): Owner[] {
  return model.layers.flatMap((layer): Owner[] => {
    const inner = [...path, layer.name];
    if (isNested(layer)) return ownersIn(layer as unknown as LayersModel, inner);
    return layer.weights.length > 0 ? [{ layer, path: inner, weights: layer.weights }] : [];
  });
}

/**
 * The weights of a layer as Keras 3 stores them: those of a model inside of it layer by layer. The layer itself lists what is trained
 * in the whole of it first.
 */
export function storedOrder(layer: Layer): readonly Variable[] {
  if (isNested(layer)) return (layer as unknown as LayersModel).layers.flatMap(storedOrder);
  const inner = innerLayer(layer);
  return isNested(inner) ? storedOrder(inner) : layer.weights;
}

/** The layers of a model with their weights, for messages. */
export function describeWeights(model: LayersModel): string {
  return ownersIn(model)
    .map(({ path, weights }) => `${path.join('/')} ${weights.map(({ shape }) => `[${shape.join(', ')}]`).join(' ')}`)
    .join('; ');
}

/** The layer whose path has the most names in common with the path of a weight. */
export function namedOwner(owners: readonly Owner[], { name }: StoredSpec): Owner | undefined {
  const parts = name.split('/').slice(0, -1);
  const fitting = owners.filter(({ layer }) => parts.includes(layer.name));
  const common = ({ path }: Owner): number => path.filter((part) => parts.includes(part)).length;
  return fitting.sort((a, b) => common(b) - common(a))[0];
}

/** The layer of a path such as `layers/dense_1/vars/0`: the second layer of the class Dense in its model. */
export function ownerOfVariable(model: LayersModel, owners: readonly Owner[], { name }: StoredSpec): Owner | undefined {
  let layers = model.layers;
  for (const part of name.split('/')) {
    const seen = new Map<string, number>();
    const layer = layers.find((each) => {
      const base = snakeCase(each.getClassName());
      const number = seen.get(base) ?? 0;
      seen.set(base, number + 1);
      return part === (number === 0 ? base : `${base}_${number}`);
    });
    if (!layer) continue;
    if (!isNested(layer)) return owners.find((owner) => owner.layer === layer);
    layers = (layer as unknown as LayersModel).layers;
  }
  return undefined;
}
