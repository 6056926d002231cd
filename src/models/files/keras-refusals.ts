import { refusedActivation } from './keras-activations.ts';
import type { Config, Json, Source } from './keras-config.ts';

/** Options of a layer that are refused; each returns what is refused, in words, or undefined. */
type Refusal = (config: Config, source: Source) => string | undefined | false;

/** Whether a convolution works on its channels in groups. */
export const isGrouped = ({ groups }: Config): boolean => typeof groups === 'number' && groups > 1;
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

/** The option of a layer that TensorFlow.js computes in another way, in words; falsy if there is none. */
export function refusedOption(kind: string, config: Config, source: Source): string | false | undefined {
  return (
    unread.filter((key) => config[key] === true).map((key) => `${key}: true`)[0] ||
    refusals.map(([kinds, refusal]) => kinds.test(kind) && refusal(config, source)).find(Boolean) ||
    refusedActivation(config, source)
  );
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
