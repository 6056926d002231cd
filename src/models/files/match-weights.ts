import type { LayersModel } from '../../engine/tensors.ts';
import {
  namedOwner,
  ownerOfVariable,
  ownersIn,
  storedOrder,
  type Owner,
  type StoredSpec,
  type Variable,
} from './weight-owners.ts';

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
      stored ? ({ layer }) => storedOrder(layer) : ({ weights }) => weights,
    ) ??
    inOrder(
      [...owners].sort((a, b) => (a.layer.name < b.layer.name ? -1 : 1)),
      specs,
    ) ?? // as HDF5 lists them
    inOrder(owners, specs)
  );
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
  weightsOf: (owner: Owner) => readonly Variable[],
): Variable[] | undefined {
  const groups = new Map<Owner, StoredSpec[]>();
  for (const spec of specs) {
    const owner = ownerOf(spec);
    if (!owner) return undefined;
    groups.set(owner, [...(groups.get(owner) ?? []), spec]);
  }
  const found = new Map<StoredSpec, Variable>();
  for (const [owner, group] of groups) {
    const assigned = within(weightsOf(owner), group);
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

/** Takes as many weights of the file per layer as the layer has. */
function inOrder(owners: readonly Owner[], specs: readonly StoredSpec[]): Variable[] | undefined {
  let at = 0;
  const found = owners.flatMap((owner) => {
    return within(owner.weights, specs.slice(at, (at += owner.weights.length))) ?? [undefined];
  });
  return complete(found, specs.length, specs);
}

/** Assigns the weights of one layer: by role, such as `kernel`, where all have one, otherwise in order. */
function within(weights: readonly Variable[], specs: readonly StoredSpec[]): Variable[] | undefined {
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
