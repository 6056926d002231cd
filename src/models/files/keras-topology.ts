import { canonicalJson } from '../../cache/index.ts';
import { tf } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Config = { [key: string]: Json };

/**
 * Returns the configuration of a model from Keras as TensorFlow.js reads it. Keras 3 writes data types, activations, inputs of
 * layers and input shapes in another form. Initialisers are replaced by zeros, because the weights follow.
 *
 * @param path - of the file, for messages
 * @throws InvalidModelError if TensorFlow.js does not know a layer or an activation, or computes it in another way
 */
export function topologyFromKeras(path: string, topology: object): object {
  const { model_config: config = topology as Json } = topology as Config;
  const text = JSON.stringify(config);
  const file = { path, three: isKeras3(text, topology as Config), masks: /"Masking"|"mask_zero":true/.test(text) };
  return { ...topology, model_config: convert(file, config) as object };
}

/** A file of Keras. */
interface KerasFile {
  readonly path: string;
  /** Whether Keras 3 wrote it. */
  readonly three: boolean;
  /** Whether a layer masks steps of a sequence. */
  readonly masks: boolean;
}

function isKeras3(text: string, { keras_version: version }: Config): boolean {
  return typeof version === 'string' ? version.startsWith('3') : text.includes('"batch_shape"');
}

function convert(file: KerasFile, value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => convert(file, item));
  if (value === null || typeof value !== 'object') return value;
  const { class_name: kind, config } = value;
  if (kind === 'function' || kind === 'DTypePolicy') return kind === 'function' ? config : 'float32';
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    if (['module', 'registered_name', 'build_config', 'compile_config'].includes(key)) return [];
    if (key.endsWith('_initializer')) return [[key, { class_name: 'Zeros', config: {} }]];
    if (key.endsWith('_regularizer')) return [[key, regularizer(item)]];
    if (key === 'batch_shape') return [['batch_input_shape', item]];
    if (key === 'inbound_nodes') return [[key, (item as Json[]).map(inputsOfNode)]];
    if (key === 'input_layers' || key === 'output_layers') return [[key, listOfTensors(item)]];
    return [[key, convert(file, item)]];
  });
  const converted = Object.fromEntries(entries) as Config;
  if (file.three && Array.isArray(converted.layers) && 'output_layers' in converted) countFromOne(converted);
  if (typeof kind !== 'string' || typeof converted.config !== 'object' || !('name' in (converted.config as Config))) {
    return converted;
  }
  return { ...converted, config: layerConfig(file, kind, converted.config as Config) };
}

/** TensorFlow.js writes and reads L1 and L2 as one class. */
function regularizer(value: Json): Json {
  const { class_name: kind = null, config = null } = (value ?? {}) as Config;
  if (kind !== 'L1' && kind !== 'L2') return value;
  return { class_name: 'L1L2', config: { l1: 0, l2: 0, ...(config as Config) } };
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

/** Checks and converts the options of a layer that Keras and TensorFlow.js name or compute differently. */
function layerConfig({ path, three, masks }: KerasFile, kind: string, config: Config): Config {
  const name = String(config.name);
  if (!(kind in tf.serialization.SerializationMap.getMap().classNameMap)) throw unknownLayer(path, kind, name);
  for (const key of ['activation', 'recurrent_activation']) {
    const activation = config[key];
    if (typeof activation !== 'string') continue;
    if (activation === 'silu') config[key] = 'swish';
    else if (three && activation === 'hard_sigmoid')
      throw differs(path, kind, name, 'hard_sigmoid, which Keras 3 computes as relu6(x + 3) / 6');
    else if (!isActivation(activation)) throw differs(path, kind, name, `the activation ${activation}`);
  }
  if (!areAlike(config.layer, config.backward_layer)) throw differs(path, kind, name, 'another layer backwards');
  const { negative_slope: slope, threshold } = config;
  if (kind === 'LeakyReLU' && slope !== undefined) return { ...config, alpha: slope };
  if (kind === 'ReLU' && (slope || threshold)) throw differs(path, kind, name, 'a slope below 0 or a threshold');
  const unread = { keepdims: true, crop_to_aspect_ratio: true, pad_to_aspect_ratio: true, zero_output_for_mask: masks };
  const option = Object.entries(unread).find(([key, differing]) => differing && config[key] === true)?.[0];
  if (option) throw differs(path, kind, name, `${option}: true`);
  if (typeof config.groups === 'number' && config.groups > 1)
    throw differs(path, kind, name, `${config.groups} groups`);
  return config;
}

/** Whether the layers of both directions have the same options; TensorFlow.js reads only those of the first. */
function areAlike(forward: Json, backward: Json): boolean {
  if (backward === null || backward === undefined) return true;
  const optionsOf = (layer: Json): string => {
    const { class_name: kind, config } = layer as Config;
    const { name: _, go_backwards: __, ...options } = config as Config;
    return canonicalJson([kind, options] as Json);
  };
  return optionsOf(forward) === optionsOf(backward);
}

function isActivation(name: string): boolean {
  const camel = name.replace(/_+(.)/g, (_, letter: string) => letter.toUpperCase());
  return camel in tf.serialization.SerializationMap.getMap().classNameMap;
}

/** What to do about layers that TensorFlow.js lacks, by the first letters of their class. */
const advice: readonly [RegExp, string][] = [
  [/^(Random|Auto|RandAugment|MixUp|CutMix|AugMix)/, 'Remove it before saving: it changes inputs only in training.'],
  [
    /^Normalization/,
    'Replace it by a Rescaling or BatchNormalization layer with the same mean and variance, or normalise the data.',
  ],
  [/^(Lambda|TFOpLambda|SlicingOpLambda|Operation)/, 'Replace it by standard layers; code in Python cannot be loaded.'],
];

function unknownLayer(path: string, kind: string, name: string): InvalidModelError {
  const [, what] = advice.find(([pattern]) => pattern.test(kind)) ?? [
    null,
    'Replace it by standard layers, or register its class with tf.serialization.registerClass of vitest-dnn/layers.',
  ];
  return new InvalidModelError(
    `The layer "${name}" of ${path} has the class ${kind}, which TensorFlow.js does not know.\n` +
      `Expected layers of TensorFlow.js.\n${what}`,
  );
}

function differs(path: string, kind: string, name: string, what: string): InvalidModelError {
  return new InvalidModelError(
    `The layer "${name}" (${kind}) of ${path} uses ${what}, which TensorFlow.js does not compute.\n` +
      'Expected options that both compute alike.\nChange the layer in Keras, train the model again and convert it.',
  );
}
