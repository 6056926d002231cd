import type { Split } from '../../datasets/contract.ts';
import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import type { Layer } from '../../models/network/layers.ts';
import type { PrunedLayer } from '../contract.ts';
import { roundToEven } from '../quantization/rounding.ts';
import type { UnitGraph } from './unit-graph.ts';
import type { UnitGroup } from './unit-groups.ts';
import { chooseUnits, describePruned, skipped } from './choose-units.ts';
import type { Candidates } from './units.ts';
import { zeroShares } from './zero-shares.ts';

/**
 * Chooses the units that are zero most often, of each group the round(fraction · units) first. A group that contains a layer
 * whose units are never zero is skipped, because none of its units is inactive.
 *
 * @throws InvalidModelError if every group would be skipped, or one of a named layer
 */
export function chooseInactive(
  { owner, fraction, named }: { readonly owner: string; readonly fraction: number; readonly named: boolean },
  model: LayersModel,
  split: Split,
  graph: UnitGraph,
  found: Candidates,
): { removed: Set<number>; prunedLayers: PrunedLayer[] } {
  const counted = [...new Set(found.groups.flatMap((group) => group.layers))];
  const shares = zeroShares(model, counted, split, graph);
  const neverZero = counted.filter((_, i) => shares[i].every((share) => share === 0));
  const isActive = ({ layers, units }: UnitGroup): boolean =>
    roundToEven(fraction * units.length) > 0 && layers.some((layer) => neverZero.includes(layer));
  const groups = found.groups.filter((group) => !isActive(group));
  if (groups.length === 0 || (named && groups.length < found.groups.length)) throw noZeros(owner, neverZero[0]);
  const means = meanPerUnit(graph, counted, shares);
  const share = (unit: number): number => Math.min(1, means.get(unit) ?? 0); // a sum over batches is rounded
  const removed = chooseUnits(owner, fraction, groups, (unit) => -share(unit));
  const pruned = new Set(groups.flatMap(({ layers }) => layers));
  const kept = counted.filter((layer) => !pruned.has(layer));
  return {
    removed,
    prunedLayers: [
      ...describePruned(graph, pruned, removed, (units) => ({ zeroShares: units.map(share) })),
      ...kept.map((layer) => skipped(graph, layer, reasonToSkip(layer, found.groups, neverZero))),
      ...found.skipped,
    ],
  };
}

/** Averages the shares of the units that go together. */
function meanPerUnit(
  { coupling }: UnitGraph,
  layers: readonly Layer[],
  shares: readonly Float64Array[],
): Map<number, number> {
  const all = new Map<number, number[]>();
  layers.forEach((layer, i) =>
    coupling.computedBy.get(layer)?.forEach((unit, position) => {
      const root = coupling.find(unit);
      all.set(root, [...(all.get(root) ?? []), shares[i][position]]);
    }),
  );
  return new Map([...all].map(([unit, some]) => [unit, some.reduce((sum, share) => sum + share, 0) / some.length]));
}

function reasonToSkip(layer: Layer, groups: readonly UnitGroup[], neverZero: readonly Layer[]): string {
  if (neverZero.includes(layer)) return 'none of its units is ever zero';
  const partners = groups.filter(({ layers }) => layers.includes(layer)).flatMap(({ layers }) => layers);
  const active = partners.find((partner) => neverZero.includes(partner));
  return `its units go together with those of the layer "${active?.name}", none of which is ever zero`;
}

function noZeros(owner: string, { name }: Layer): InvalidModelError {
  return new InvalidModelError(
    `${owner}: no unit of the layer "${name}" is ever zero, so no unit is inactive more often than another.\n` +
      'Expected an activation that outputs zeros, such as ReLU.\nPrune by the norm of the weights instead, with prune.structured.',
  );
}
