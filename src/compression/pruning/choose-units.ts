import { InvalidOptionError } from '../../errors.ts';
import type { Layer } from '../../models/network/layers.ts';
import type { PrunedLayer } from '../contract.ts';
import { roundToEven } from '../quantization/rounding.ts';
import type { UnitGraph } from './unit-graph.ts';
import type { UnitGroup } from './unit-groups.ts';

/**
 * Returns the removed units: of each group, the round(fraction · units) of smallest score. Halves are rounded to even; of
 * equal units the first are removed.
 *
 * @throws InvalidOptionError if a layer would lose all units
 */
export function chooseUnits(
  owner: string,
  fraction: number,
  groups: readonly UnitGroup[],
  score: (unit: number) => number,
): Set<number> {
  return new Set(
    groups.flatMap(({ layers, units }) => {
      const count = roundToEven(fraction * units.length);
      checkUnitsLeft(owner, layers[0].name, units.length, count);
      const scores = units.map(score);
      const order = [...scores.keys()].sort((a, b) => scores[a] - scores[b] || a - b);
      return order.slice(0, count).map((at) => units[at]);
    }),
  );
}

/** @throws InvalidOptionError if a layer would lose all units */
export function checkUnitsLeft(owner: string, layer: string, units: number, count: number): void {
  if (count < units) return;
  throw new InvalidOptionError(
    `${owner}: removing ${count} of ${units} units would leave none in the layer "${layer}".\n` +
      `Expected at least one unit to stay.\nPass a fraction of at most ${Math.floor(((units - 1) / units) * 100) / 100}, or name other layers.`,
  );
}

/** Describes what each layer of some groups loses; `values` are the numbers that the choice went by, per unit. */
export function describePruned(
  { coupling }: UnitGraph,
  layers: Iterable<Layer>,
  removed: ReadonlySet<number>,
  values: (units: number[]) => Pick<PrunedLayer, 'norms' | 'zeroShares'>,
): PrunedLayer[] {
  return [...new Set(layers)].map((layer) => {
    const units = [...(coupling.computedBy.get(layer) ?? [])].map((unit) => coupling.find(unit));
    const positions = units.flatMap((unit, position) => (removed.has(unit) ? [position] : []));
    return { layer: layer.name, units: units.length, removed: positions, ...values(units) };
  });
}

/** Describes a layer that keeps all units. */
export function skipped({ coupling }: UnitGraph, layer: Layer, reason: string): PrunedLayer {
  const units = coupling.computedBy.get(layer)?.length ?? 0;
  return { layer: layer.name, units, removed: [], skipped: reason };
}
