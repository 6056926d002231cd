import type { Json } from '../../files/keras-config.ts';
import { isOperation } from '../../files/keras-operations.ts';
import { snakeCase } from '../../files/snake-case.ts';
import type { Hdf5Object } from '../hdf5/open.ts';
import { entryOf, type Entry } from './entries.ts';
import type { WeightGroup } from './write-weights.ts';

/**
 * Finds the weights of every layer in the `model.weights.h5` of a .keras file. They have no names: the second layer of the class
 * Dense in a model has its weights at `layers/dense_1/vars/0`, `…/1`, whatever it is called.
 */
export function archiveWeights(root: Hdf5Object, model: Entry): WeightGroup[] {
  return weightsOfModel(root, model, []);
}

function weightsOfModel(group: Hdf5Object, { layers = [] }: Entry, path: readonly string[]): WeightGroup[] {
  const container = group.at('layers') ?? group.at('_layer_checkpoint_dependencies');
  return named(layers.filter(({ kind, config }) => !isOperation({ class_name: kind, config }))).flatMap(
    ([name, layer]): WeightGroup[] => {
      const member = container?.at(name);
      if (!member) return [];
      const inner = [...path, layer.name];
      return layer.layers
        ? weightsOfModel(member, layer, inner)
        : [{ path: inner, byLayer: true, weights: weightsOfLayer(member, layer) }];
    },
  );
}

/** Gives each object the name that Keras saves it under: that of its class, with a number from the second on. */
function named(entries: readonly Entry[]): [string, Entry][] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const base = snakeCase(entry.kind);
    const number = seen.get(base) ?? 0;
    seen.set(base, number + 1);
    return [number === 0 ? base : `${base}_${number}`, entry];
  });
}

/** Layers inside of a layer, in the order of its weights; others hold none. */
const inside = ['query_dense', 'key_dense', 'value_dense', 'output_dense'];

/** The weights of a layer, and then those of the layers inside of it. */
function weightsOfLayer(group: Hdf5Object, { config, layers }: Entry): Hdf5Object[] {
  if (layers)
    return weightsOfModel(group, { name: '', kind: '', config, layers }, []).flatMap(({ weights }) => weights);
  const { layer = null, backward_layer: backward = null, cell = null, cells = null } = config;
  const of = (name: string, value: Json): Hdf5Object[] => {
    const member = group.at(name);
    return member && value !== null ? weightsOfLayer(member, entryOf(value)) : [];
  };
  const container = group.at('cells');
  return [
    ...variables(group),
    ...of('forward_layer', layer),
    ...of('backward_layer', backward ?? layer),
    ...of('layer', layer),
    ...of('cell', cell ?? {}),
    ...(container && Array.isArray(cells) ? named(cells.map(entryOf)) : []).flatMap(([name, entry]) => {
      const member = container?.at(name);
      return member ? weightsOfLayer(member, entry) : [];
    }),
    ...inside.flatMap((name) => [...of(name, {}), ...of(`_${name}`, {})]), // Keras 2 has the underscore
  ];
}

function variables(group: Hdf5Object): Hdf5Object[] {
  const vars = group.at('vars');
  return [...(vars?.members ?? [])]
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((name) => vars?.at(name) ?? [])
    .filter(({ shape }) => shape !== undefined);
}
