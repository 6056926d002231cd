import { isObject } from '../../options.ts';
import type { ImportOptions } from '../import/contract.ts';
import type { Json } from './keras-config.ts';

type Config = Record<string, unknown>;

/**
 * Fills the sizes of the input that a description of layers leaves free, as that of a network for images of any size does.
 *
 * @param topology - of a Keras model or of the TensorFlow.js layers format; it stays as it is
 * @returns the description with the sizes of `itemShape`; the same object if it has no free sizes, or another number of them
 */
export function withItemShape(topology: object, { itemShape, layout }: ImportOptions): object {
  if (!itemShape) return topology;
  const inner = layout === 'nchw' && itemShape.length > 1 ? [...itemShape.slice(1), itemShape[0]] : itemShape;
  const filled = structuredClone(topology) as Config;
  const first = firstLayerOf(filled);
  let isFilled = false;
  for (const key of ['batch_input_shape', 'batch_shape', 'batchInputShape']) {
    const shape = first?.[key] as Json;
    if (!first || !Array.isArray(shape) || shape.length !== inner.length + 1 || !shape.slice(1).includes(null))
      continue;
    first[key] = [shape[0], ...inner.map((size, axis) => shape[axis + 1] ?? size)];
    isFilled = true;
  }
  return isFilled ? filled : topology;
}

/** The configuration of the layer that states the shape of the inputs; undefined if there are several. */
function firstLayerOf(topology: Config): Config | undefined {
  const model = isObject(topology.model_config) ? topology.model_config : topology;
  const { config } = model as Config;
  const layers = Array.isArray(config) ? config : isObject(config) ? (config as Config).layers : undefined;
  if (!Array.isArray(layers)) return undefined;
  const inputs = isObject(config) ? (config as Config).input_layers : undefined;
  const [name] = Array.isArray(inputs) ? (inputs.flat(2) as unknown[]) : [];
  const first = (name === undefined ? layers[0] : layers.find((layer) => nameOf(layer) === name)) as Config | undefined;
  if (!isObject(first?.config)) return undefined;
  return Array.isArray((first.config as Config).layers) ? firstLayerOf(first) : (first.config as Config);
}

const nameOf = (layer: unknown): unknown =>
  isObject(layer) ? (layer.name ?? (isObject(layer.config) ? layer.config.name : undefined)) : undefined;
