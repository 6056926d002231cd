import { tf, type LayersModel } from '../../engine/tensors.ts';
import { wrappedLayer, type Layer } from '../../models/network/layers.ts';
import type { Encoding } from '../storage/encoding.ts';
import type { UnitGraph } from './unit-graph.ts';

/** Per unit or entry: 1 if it stays, 0 if it is removed. */
export type Kept = Uint8Array;

/** What is removed from one weight. */
export interface WeightCut {
  /** 1 for each value that is removed. */
  readonly gone: Uint8Array;
  /** The share of its output channels that stays. */
  readonly channelsLeft: number;
}

/** Returns which of some units stay, if all units that go together with the removed ones are removed. */
export function keptUnits({ coupling }: UnitGraph, units: Int32Array, removed: ReadonlySet<number>): Kept {
  return Uint8Array.from(units, (unit) => Number(!removed.has(coupling.find(unit))));
}

/**
 * Returns what removed units take with them from each weight of a network, in the order of `model.weights`: their filters and
 * biases, their normalisation, and the weights that later layers apply to them.
 */
export function cutsOf(model: LayersModel, graph: UnitGraph, removed: ReadonlySet<number>): WeightCut[] {
  return model.weights.map(({ name, shape }) => {
    const sizes = shape as number[];
    const gone = new Uint8Array(tf.util.sizeFromShape(sizes));
    const binding = graph.coupling.weights.get(name);
    let channelsLeft = 1;
    for (const [axis, units] of binding?.axes ?? []) {
      if (units === null) continue;
      const kept = keptUnits(graph, units, removed);
      if (axis === binding?.filters) channelsLeft = count(kept) / kept.length;
      const inner = tf.util.sizeFromShape(sizes.slice(axis + 1));
      for (let i = 0; i < gone.length; i++) if (!kept[Math.floor(i / inner) % sizes[axis]]) gone[i] = 1;
    }
    return { gone, channelsLeft };
  });
}

/** Returns the encoding of a weight whose cut values are zero. */
export function withGone(encoding: Encoding, { gone }: WeightCut): Encoding {
  if (!gone.includes(1)) return encoding;
  return { ...encoding, pruned: gone.map((flag, i) => flag | (encoding.pruned?.[i] ?? 0)) };
}

/** Returns the encoding of a weight without its cut values. */
export function without(encoding: Encoding, { gone, channelsLeft }: WeightCut): Encoding {
  const tableBits = encoding.tableBits * (encoding.perChannel ? channelsLeft : 1);
  const pruned = encoding.pruned?.filter((_, i) => !gone[i]);
  return { ...encoding, tableBits, ...(pruned && { pruned }) };
}

/** The configuration of a layer, and of the layer inside a wrapper. */
interface Configuration {
  filters?: number;
  units?: number;
  targetShape?: (number | null)[];
  readonly layer?: { readonly config: Configuration };
}

/** Sets the number of units in the configuration of a layer, and the target shape through which units pass. */
export function narrow(
  configuration: Configuration,
  layer: Layer,
  graph: UnitGraph,
  removed: ReadonlySet<number>,
): void {
  const own = graph.coupling.computedBy.get(layer);
  if (own)
    configuration[configuration.filters === undefined ? 'units' : 'filters'] = count(keptUnits(graph, own, removed));
  const { axis, units } = graph.coupling.shapes.get(layer) ?? { axis: 0, units: new Int32Array(0) };
  const target = configuration.targetShape;
  if (target && axis > 0 && (target[axis - 1] ?? -1) > 0) target[axis - 1] = count(keptUnits(graph, units, removed));
  const inner = wrappedLayer(layer);
  if (configuration.layer && inner) narrow(configuration.layer.config, inner, graph, removed);
}

const count = (kept: Kept): number => kept.reduce((sum, flag) => sum + flag, 0);
