import { withAttention } from './keras-attention.ts';
import type { Config, Json, Source } from './keras-config.ts';
import { unknownOperation } from './keras-errors.ts';
import { layerConfig, layerKind } from './keras-layers.ts';
import { operationLayer } from './keras-operations.ts';

/**
 * Returns the configuration of a model from Keras as TensorFlow.js reads it. Keras 3 writes data types, activations, inputs of
 * layers and input shapes in another form. Initialisers are replaced by zeros, because the weights follow.
 *
 * @param path - of the file, for messages
 * @throws InvalidModelError if TensorFlow.js does not know a layer or an activation, or computes it in another way
 */
export function topologyFromKeras(path: string, topology: object): object {
  const { model_config: config = topology as Json } = topology as Config;
  const masks = /"mask_zero":true|"class_name":"Masking"/.test(JSON.stringify(config));
  const source = { path, three: isKeras3(config, topology as Config), masks };
  return { ...topology, model_config: convert(source, config) as object };
}

function isKeras3(config: Json, { keras_version: version }: Config): boolean {
  return typeof version === 'string' ? version.startsWith('3') : JSON.stringify(config).includes('"batch_shape"');
}

function convert(source: Source, value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => convert(source, item));
  if (value === null || typeof value !== 'object') return value;
  if ('class_name' in value && Array.isArray(value.inbound_nodes)) {
    const operation = operationLayer(value);
    if (operation === null) throw unknownOperation(source.path, value);
    if (operation) return convert(source, operation);
    if (value.class_name === 'MultiHeadAttention') value = withAttention(source.path, value);
  }
  const { class_name: kind, config } = value;
  if (kind === '__numpy__') return (config as Config).value;
  if (kind === 'function' || kind === 'DTypePolicy') return kind === 'function' ? config : 'float32';
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    if (['module', 'registered_name', 'build_config', 'compile_config'].includes(key)) return [];
    if (key.endsWith('_initializer')) return [[key, { class_name: 'Zeros', config: {} }]];
    if (key === 'batch_shape') return [['batch_input_shape', item]];
    if (key === 'inbound_nodes') return [[key, (item as Json[]).map(inputsOfNode)]];
    if (key === 'input_layers' || key === 'output_layers') return [[key, listOfTensors(item)]];
    return [[key, convert(source, item)]];
  });
  const converted = Object.fromEntries(entries) as Config;
  if (source.three && Array.isArray(converted.layers) && 'output_layers' in converted) countFromOne(converted);
  if (typeof kind !== 'string' || typeof converted.config !== 'object' || !('name' in (converted.config as Config))) {
    return converted;
  }
  const settings = converted.config as Config;
  return { ...converted, class_name: layerKind(kind, settings), config: layerConfig(source, kind, settings) };
}

/** The tensors that a layer is applied to: Keras 3 lists its arguments, the format lists [layer, node, tensor, {}]. */
function inputsOfNode(node: Json): Json {
  if (Array.isArray(node)) return node;
  const { args = null, kwargs = null } = node as Config;
  const { mask: _, ...others } = (kwargs ?? {}) as Config;
  const found: Json[] = [];
  const visit = (value: Json): void => {
    if (value === null || typeof value !== 'object') return;
    const { class_name: kind, config } = value as Config;
    if (kind === '__keras_tensor__') found.push([...((config as Config).keras_history as Json[]), {}]);
    else Object.values(value).forEach(visit);
  };
  visit(args);
  visit(others);
  return found;
}

/**
 * Counts the applications of nested models as the format does: from 1, after the model itself. Keras 3 counts from 0 where a
 * layer reads a nested model, and among the outputs unless it is functional.
 */
function countFromOne(config: Config): void {
  const kinds = new Map((config.layers as Config[]).map((layer) => [layer.name, String(layer.class_name)]));
  const count = (tensors: Json, models: readonly string[]): void => {
    for (const tensor of tensors as Json[][])
      if (models.includes(kinds.get(tensor[0]) ?? '')) tensor[1] = Number(tensor[1]) + 1;
  };
  for (const layer of config.layers as Config[])
    for (const inputs of layer.inbound_nodes as Json[]) count(inputs, ['Sequential', 'Functional', 'Model']);
  count(config.output_layers, ['Sequential']);
}

const listOfTensors = (tensors: Json): Json =>
  Array.isArray(tensors) && typeof tensors[0] === 'string' ? [[...tensors]] : tensors;
