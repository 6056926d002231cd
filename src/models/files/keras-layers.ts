import { canonicalJson } from '../../cache/index.ts';
import { ownLayers } from '../../engine/own-layers/index.ts';
import { tf, tfl } from '../../engine/tensors.ts';
import { activationName } from './keras-activations.ts';
import type { Config, Json, Source } from './keras-config.ts';
import { differs, unknownLayer } from './keras-errors.ts';
import { isGrouped, refusedOption } from './keras-refusals.ts';

/**
 * Returns the options of a layer as TensorFlow.js names them.
 *
 * @throws InvalidModelError if TensorFlow.js does not know the layer or computes an option in another way
 */
export function layerConfig(source: Source, kind: string, config: Config): Config {
  const name = String(config.name);
  if (augmentations.test(kind)) return identity(config);
  if (keepsAxes(kind, config)) return poolingThatKeepsAxes(kind, config);
  if (!isLayer(kind)) throw unknownLayer(source.path, kind, name);
  const refused = refusedOption(kind, config, source);
  if (refused) throw differs(source.path, kind, name, refused);
  const read = Object.entries(config).filter(([key]) => !isForeign(layerKind(kind, config), key));
  const converted = read.map(([key, value]): [string, Json] => {
    if (/^(recurrent_)?activation$/.test(key) && typeof value === 'string') return [key, activationName(source, value)];
    if (key.endsWith('_regularizer')) return [key, regularizer(value)];
    if (key === 'unroll') return [key, false]; // changes no value, and TensorFlow.js warns of it in every pass
    return [key, value];
  });
  return { ...(Object.fromEntries(converted) as Config), ...renamed(kind, config) };
}

/** Whether a class is a layer: `Identity`, for example, is a layer of Keras and an initialiser of TensorFlow.js. */
function isLayer(kind: string): boolean {
  const { [kind]: entry } = tf.serialization.SerializationMap.getMap().classNameMap;
  return entry?.[0].prototype instanceof tfl.layers.Layer;
}

/**
 * Layers of Keras that change inputs in training only. Networks are not trained on randomly changed inputs unless `augment` asks for
 * it, so they pass their inputs on.
 */
const augmentations =
  /^(AugMix|CutMix|MixUp|RandAugment|StochasticDepth|Random(Flip|Rotation|Zoom|Translation|Contrast|Brightness|Shear|Hue|Saturation|Sharpness|ColorJitter|ColorDegeneration|Grayscale|Posterization|Invert|Erasing|Perspective|GaussianBlur|ElasticTransform))$/;

/** The class that computes a layer of Keras. */
export function layerKind(kind: string, config: Config): string {
  if (augmentations.test(kind)) return 'Activation';
  if (keepsAxes(kind, config)) return 'TensorOperation';
  if (kind === 'Conv2D' && isGrouped(config)) return 'GroupedConv2D';
  return kind === 'ReLU' && config.negative_slope ? 'LeakyReLU' : kind;
}

const globalPooling = /^Global(Average|Max)Pooling([123])D$/;
const keepsAxes = (kind: string, { keepdims }: Config): boolean => keepdims === true && globalPooling.test(kind);

function poolingThatKeepsAxes(kind: string, { name, data_format: format }: Config): Config {
  const [, what, places] = globalPooling.exec(kind) as RegExpExecArray;
  const first = format === 'channels_first' ? 2 : 1;
  const axis = Array.from({ length: Number(places) }, (_, i) => first + i);
  return { name, operation: what === 'Max' ? 'max' : 'mean', axis, keepdims: true };
}

function identity({ name, batch_input_shape: shape, dtype }: Config): Config {
  return {
    name,
    activation: 'linear',
    trainable: false,
    ...(shape !== undefined && { batch_input_shape: shape, dtype }),
  };
}

/** Options of Keras 2 that have no meaning in their layer, and that TensorFlow.js refuses; and initial values of own layers. */
const isForeign = (kind: string, option: string): boolean =>
  (kind.startsWith('Separable') && /^kernel_(initializer|regularizer|constraint)$/.test(option)) ||
  (ownLayers.has(kind) && /_(initializer|regularizer|constraint)$/.test(option));

/** Options that have another name or another form. */
function renamed(kind: string, config: Config): Config {
  const { negative_slope: slope, axis, layer, backward_layer: backward } = config;
  if ((kind === 'LeakyReLU' || (kind === 'ReLU' && slope)) && slope !== undefined) return { alpha: slope };
  if (kind === 'BatchNormalization' && Array.isArray(axis)) return { axis: axis[0] };
  if (kind === 'UpSampling2D') return { half_pixel_centers: true };
  if (kind === 'Bidirectional' && backward && isMirrored(layer as Config, backward as Config))
    return { backward_layer: null };
  return {};
}

/** Whether the backward layer is the forward layer in the other direction, which TensorFlow.js makes itself. */
function isMirrored(layer: Config, backward: Config): boolean {
  const compared = ({ class_name: kind, config }: Config): string => {
    const { name: _, seed: _seed, go_backwards: _direction, ...options } = config as Config;
    return canonicalJson([kind, options] as Json);
  };
  return compared(layer) === compared(backward);
}

/** Keras has classes of their own for one term; a regulariser of another class is refused when the model is built. */
function regularizer(value: Json): Json {
  const { class_name: kind, config } = (value ?? {}) as Config;
  if (kind !== 'L1' && kind !== 'L2') return value;
  return { class_name: 'L1L2', config: { l1: 0, l2: 0, ...(config as Config) } };
}
