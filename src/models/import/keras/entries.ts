import type { Config, Json } from '../../files/keras-config.ts';

/** A layer or a nested model in a configuration of Keras. */
export interface Entry {
  readonly name: string;
  /** The name of its class. */
  readonly kind: string;
  readonly config: Config;
  /** The layers of a nested model, in the order in which Keras lists its weights. */
  readonly layers?: readonly Entry[];
}

/** Reads a layer or model of a configuration. */
export function entryOf(value: Json): Entry {
  const { class_name: kind, config } = value as Config;
  const settings = (config ?? {}) as Config;
  const { layers } = settings;
  const entry = { name: String(settings.name), kind: String(kind), config: settings };
  return isModel(entry.kind) && Array.isArray(layers) ? { ...entry, layers: layers.map(entryOf) } : entry;
}

const isModel = (kind: string): boolean => ['Sequential', 'Functional', 'Model'].includes(kind);

/** The paths of all layers: the names of the models around each, without the outermost, and its own. */
export function pathsIn({ layers = [] }: Entry): string[][] {
  return layers.flatMap((entry) =>
    entry.layers ? pathsIn(entry).map((path) => [entry.name, ...path]) : [[entry.name]],
  );
}
