import { canonicalJson } from '../../cache/index.ts';
import { ownLayers } from '../../engine/own-layers/index.ts';
import { tf, tfl } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Config = { [key: string]: Json };

/** The file that a layer comes from. */
export interface Source {
  /** For messages. */
  readonly path: string;
  /** Whether Keras 3 wrote it. */
  readonly three: boolean;
  /** Whether a layer of the model masks steps. */
  readonly masks: boolean;
}

/** Options of a layer that are refused; each returns what is refused, in words, or undefined. */
type Refusal = (config: Config, source: Source) => string | undefined | false;

const isGrouped = ({ groups }: Config): boolean => typeof groups === 'number' && groups > 1;
const convolution: Refusal = (config) => isGrouped(config) && `${Number(config.groups)} groups`;
const grouped: Refusal = (config) =>
  isGrouped(config) && config.data_format === 'channels_first' && 'groups with channels_first';
const transposed: Refusal = (config) =>
  changesSize(config) && `output_padding: ${JSON.stringify(config.output_padding)}`;
const random: Refusal = () => 'random sizes, also in predictions';
const interpolated: Refusal = ({ interpolation = 'nearest' }) =>
  !['nearest', 'bilinear'].includes(String(interpolation)) && `the interpolation ${String(interpolation)}`;

const attention: Refusal = ({ attention_axes: axes, use_gate: gate, sliding_window: window = null }) =>
  (gate === true && 'a gate') ||
  (window !== null && 'a sliding window') ||
  (Array.isArray(axes) && axes.some((axis, i) => axis !== i + 1) && `the attention axes ${JSON.stringify(axes)}`);

const refusals: readonly (readonly [kinds: RegExp, refusal: Refusal])[] = [
  [/^Conv2D$/, grouped],
  [/Conv[13]D/, convolution],
  [/^Conv\dDTranspose$/, transposed],
  [/^(UpSampling2D|Resizing)$/, interpolated],
  [/^Random(Width|Height)$/, random],
  [
    /^ReLU$/,
    ({ negative_slope: slope, threshold, max_value: most }) =>
      Boolean(threshold || (slope && (most ?? null) !== null)) && 'a threshold, or a slope below 0 and a largest value',
  ],
  [/^ELU$/, ({ alpha = 1 }) => alpha !== 1 && `alpha: ${String(alpha)}`],
  [/^MultiHeadAttention$/, attention],
  [/^BatchNormalization$/, ({ axis }) => Array.isArray(axis) && axis.length > 1 && 'several axes'],
  [/^Bidirectional$/, ({ layer }) => (layer as Config).class_name === 'RNN' && 'the layer RNN'],
  [/^CenterCrop$/, ({ data_format: format }) => format === 'channels_first' && 'channels_first'],
  [/./, ({ zero_output_for_mask: zero }, { masks }) => zero === true && masks && 'zero_output_for_mask: true'],
  [/./, ({ quantization_config: settings = null }) => settings !== null && 'weights that are quantized'],
];

/** Options that TensorFlow.js ignores, so that only their default is right. */
const unread = 'crop_to_aspect_ratio pad_to_aspect_ratio antialias rms_scaling renorm time_major'.split(' ');

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
  const refused =
    unread.filter((key) => config[key] === true).map((key) => `${key}: true`)[0] ||
    refusals.map(([kinds, refusal]) => kinds.test(kind) && refusal(config, source)).find(Boolean) ||
    refusedActivation(config, source);
  if (refused) throw differs(source.path, kind, name, refused);
  const read = Object.entries(config).filter(([key]) => !isForeign(kind, key));
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

/** Activations that TensorFlow.js knows by another name. */
const renamedActivations: Readonly<Record<string, string>> = { silu: 'swish', hard_swish: 'hard_silu' };

/** The name of an activation; Keras 3 computes `hard_sigmoid` in another way than TensorFlow.js. */
function activationName({ three }: Source, activation: string): string {
  if (three && activation === 'hard_sigmoid') return 'hard_sigmoid6';
  return Object.hasOwn(renamedActivations, activation) ? renamedActivations[activation] : activation;
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

/** Whether a transposed convolution has other sizes than without `output_padding`, which TensorFlow.js ignores. */
function changesSize({ output_padding: padding, kernel_size: kernel, strides, padding: mode }: Config): boolean {
  if (padding === null || padding === undefined) return false;
  const at = (value: Json, axis: number): number => Number(Array.isArray(value) ? value[axis] : value);
  return [kernel].flat().some((_, axis) => {
    const [added, extent, stride] = [padding, kernel, strides].map((value) => at(value, axis));
    const same = extent - 2 * Math.floor(extent / 2) + added;
    return mode === 'same' ? same !== stride : extent - stride + added !== Math.max(extent - stride, 0);
  });
}

function refusedActivation(config: Config, source: Source): string | undefined {
  for (const key of ['activation', 'recurrent_activation']) {
    const { [key]: activation = null } = config;
    if (activation === null) continue;
    if (typeof activation !== 'string') return `the layer ${String((activation as Config).class_name)} as its ${key}`;
    if (!isActivation(activationName(source, activation))) return `the activation ${activation}`;
  }
  return undefined;
}

function isActivation(name: string): boolean {
  const camel = name.replace(/_+(.)/g, (_, letter: string) => letter.toUpperCase());
  return camel in tf.serialization.SerializationMap.getMap().classNameMap;
}

/** What to do about layers that TensorFlow.js lacks, by the first letters of their class. */
const advice: readonly [RegExp, string][] = [
  [/^(Random|Auto|RandAugment|MixUp|CutMix|AugMix)/, 'Remove it before saving: it changes inputs only in training.'],
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

/** @returns the error for an operator on tensors that no layer computes */
export function unknownOperation(path: string, { class_name: kind, config, name }: Config): InvalidModelError {
  const { function: applied, name: own } = (config ?? {}) as Config;
  const what = kind === 'TFOpLambda' ? `the function tf.${String(applied)}` : `the operator ${String(kind)}`;
  return new InvalidModelError(
    `"${String(name ?? own)}" in ${path} applies ${what} outside of a layer, in a way that is unknown.\n` +
      'Expected layers, or arithmetic, activations, reductions and reshaping of tensors.\nReplace it by standard layers, and save the model again.',
  );
}

function differs(path: string, kind: string, name: string, what: string): InvalidModelError {
  return new InvalidModelError(
    `The layer "${name}" (${kind}) of ${path} uses ${what}, which TensorFlow.js does not compute.\n` +
      'Expected options that both compute alike.\nChange the layer in Keras, train the model again and convert it.',
  );
}
