import type { Layer } from '../../models/network/layers.ts';
import type { Obstacle } from './coupling.ts';
import type { UnitGraph } from './unit-graph.ts';

/** Units that are computed by the same layers, so one selection among them serves all of these layers. */
export interface UnitGroup {
  /** The layers that compute the units, from input to output: one, or several whose outputs are added or multiplied. */
  readonly layers: readonly Layer[];
  /** The units, in the order of the first layer; each stands for all units that go with it. */
  readonly units: readonly number[];
}

/** The units of a network by what can be removed together. */
export interface UnitGroups {
  readonly groups: readonly UnitGroup[];
  /** The layers that keep all units, and why. */
  readonly obstacles: ReadonlyMap<Layer, Obstacle>;
}

/** Groups the units that can be removed by the layers that compute them. */
export function groupUnits({ coupling }: UnitGraph): UnitGroups {
  const obstacles = coupling.obstacles();
  const layersOf = new Map<number, Layer[]>();
  for (const [layer, units] of coupling.computedBy)
    for (const unit of units) {
      const root = coupling.find(unit);
      const layers = layersOf.get(root) ?? [];
      layersOf.set(root, layers);
      if (!layers.includes(layer)) layers.push(layer);
    }
  const places = new Map([...coupling.computedBy.keys()].map((layer, place) => [layer, place]));
  const groups = new Map<string, { layers: Layer[]; units: number[] }>();
  const kept = new Map<Layer, Obstacle>();
  for (const [root, layers] of layersOf) {
    const obstacle = obstacles.get(root);
    if (obstacle !== undefined) {
      for (const layer of layers) if (!kept.has(layer)) kept.set(layer, obstacle);
      continue;
    }
    const key = layers.map((layer) => places.get(layer)).join();
    const group = groups.get(key) ?? { layers, units: [] };
    groups.set(key, group);
    group.units.push(root);
  }
  for (const { layers } of groups.values()) for (const layer of layers) kept.delete(layer);
  return { groups: [...groups.values()], obstacles: kept };
}
