import type { LayersModel } from '../../engine/tensors.ts';
import { isNested, type Layer } from '../network/layers.ts';

/** A weight of a file. */
export interface StoredSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

type Variable = Layer['weights'][number];

/** A layer with weights, and the names of the models around it. */
interface Owner {
  readonly layer: Layer;
  readonly path: readonly string[];
  readonly weights: readonly Variable[];
}

/**
 * Assigns the weights of a file to those of a model: by their names; by the names of layers that the paths of the file contain;
 * by the positions of layers of the same class, as in files of Keras 3; or by order and shape.
 *
 * @returns per weight of the file, the weight of the model; undefined if they do not fit
 */
export function matchWeights(model: LayersModel, specs: readonly StoredSpec[]): Variable[] | undefined {
  const owners = ownersIn(model);
  const stored = specs.every(({ name }) => /\/vars\/\d+$/.test(name));
  return (
    byName(owners, specs) ??
    byOwner(
      owners,
      specs,
      stored ? (spec) => ownerOfVariable(model, owners, spec) : (spec) => namedOwner(owners, spec),
    ) ??
    inOrder(
      [...owners].sort((a, b) => (a.layer.name < b.layer.name ? -1 : 1)),
      specs,
    ) ?? // as HDF5 lists them
    inOrder(owners, specs)
  );
}

/** The layers with weights, in the order of the model; nested models are entered. */
export function ownersIn(model: LayersModel, path: readonly string[] = []): Owner[] {
  return model.layers.flatMap((layer): Owner[] => {
    const inner = [...path, layer.name];
    if (isNested(layer)) return ownersIn(layer as unknown as LayersModel, inner);
    return layer.weights.length > 0 ? [{ layer, path: inner, weights: layer.weights }] : [];
  });
}

function byName(owners: readonly Owner[], specs: readonly StoredSpec[]): Variable[] | undefined {
  const weights = owners.flatMap((owner) => owner.weights);
  const byOwnName = new Map(weights.map((weight) => [weight.originalName, weight]));
  if (byOwnName.size < weights.length) return undefined;
  const found = specs.map(({ name }) => byOwnName.get(name) ?? byOwnName.get(name.replace(/[^/]+\/([^/]+)$/, '$1')));
  return complete(found, weights.length, specs);
}

/** Groups the weights of the file by layer, and assigns them within the layer by role and order. */
function byOwner(
  owners: readonly Owner[],
  specs: readonly StoredSpec[],
  ownerOf: (spec: StoredSpec) => Owner | undefined,
): Variable[] | undefined {
  const groups = new Map<Owner, StoredSpec[]>();
  for (const spec of specs) {
    const owner = ownerOf(spec);
    if (!owner) return undefined;
    groups.set(owner, [...(groups.get(owner) ?? []), spec]);
  }
  const found = new Map<StoredSpec, Variable>();
  for (const [owner, group] of groups) {
    const assigned = within(owner, group);
    if (!assigned) return undefined;
    group.forEach((spec, i) => found.set(spec, assigned[i]));
  }
  const count = owners.reduce((sum, { weights }) => sum + weights.length, 0);
  return complete(
    specs.map((spec) => found.get(spec)),
    count,
    specs,
  );
}

/** The layer whose path has the most names in common with the path of a weight. */
function namedOwner(owners: readonly Owner[], { name }: StoredSpec): Owner | undefined {
  const parts = name.split('/').slice(0, -1);
  const fitting = owners.filter(({ layer }) => parts.includes(layer.name));
  const common = ({ path }: Owner): number => path.filter((part) => parts.includes(part)).length;
  return fitting.sort((a, b) => common(b) - common(a))[0];
}

/** The layer of a path such as `layers/dense_1/vars/0`: the second layer of the class Dense in its model. */
function ownerOfVariable(model: LayersModel, owners: readonly Owner[], { name }: StoredSpec): Owner | undefined {
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

/** The name of a class as Keras spells it in files. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** Takes as many weights of the file per layer as the layer has. */
function inOrder(owners: readonly Owner[], specs: readonly StoredSpec[]): Variable[] | undefined {
  let at = 0;
  const found = owners.flatMap((owner) => {
    return within(owner, specs.slice(at, (at += owner.weights.length))) ?? [undefined];
  });
  return complete(found, specs.length, specs);
}

/** Assigns the weights of one layer: by role, such as `kernel`, where all have one, otherwise in order. */
function within({ weights }: Owner, specs: readonly StoredSpec[]): Variable[] | undefined {
  const forward = [...specs].sort((a, b) => Number(/backward/.test(a.name)) - Number(/backward/.test(b.name)));
  const left = [...weights];
  const byRole = new Map<StoredSpec, Variable>();
  for (const spec of forward) {
    const at = left.findIndex((weight) => roleOf(weight.originalName) === roleOf(spec.name));
    if (at >= 0) byRole.set(spec, left.splice(at, 1)[0]);
  }
  const found =
    byRole.size === specs.length
      ? specs.map((spec) => byRole.get(spec))
      : specs.map((spec) => weights[forward.indexOf(spec)]);
  return complete(found, weights.length, specs);
}

const roleOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** Returns the assignment if it uses each of `count` weights once, all with the shapes of the file. */
function complete(
  found: readonly (Variable | undefined)[],
  count: number,
  specs: readonly StoredSpec[],
): Variable[] | undefined {
  const fits = found.every((weight, i) => weight?.shape.join() === specs[i].shape.join());
  return fits && found.length === count && specs.length === count && new Set(found).size === count
    ? (found as Variable[])
    : undefined;
}

/** The layers of a model with their weights, for messages. */
export function describeWeights(model: LayersModel): string {
  return ownersIn(model)
    .map(({ path, weights }) => `${path.join('/')} ${weights.map(({ shape }) => `[${shape.join(', ')}]`).join(' ')}`)
    .join('; ');
}
