import { channelsFirst } from '../channels-first.ts';
import { Unusable } from '../remote/failures.ts';
import { halfBits } from './half-precision.ts';
import type { Ort, OrtTensor, Session } from './runtime.ts';

/** How items become the input tensor of a model. */
export interface InputOptions {
  /** Name of the input tensor. @defaultValue the only one */
  readonly input?: string;
  /** Shape of one item in the tensor. @defaultValue as the model says; one open size follows from the number of values */
  readonly shape?: readonly number[];
  /**
   * Whether the model takes images with their channels first or last; the items of a split have them last. @defaultValue 'first' if
   * the model takes images [channels, height, width] of up to 4 channels
   */
  readonly channels?: 'first' | 'last';
  /** What is subtracted from each channel, and by what it is divided, before the model. @defaultValue nothing */
  readonly normalize?: { readonly mean: readonly number[]; readonly std: readonly number[] };
}

/** The input tensor of a model. */
export interface Input {
  readonly name: string;
  readonly type: string;
  /** Number of inputs per run; undefined if any will do. */
  readonly batch?: number;
  readonly shape: readonly number[];
  readonly isChannelsFirst: boolean;
}

/**
 * Describes the input of a model for items of a length.
 *
 * @throws Unusable if the model needs several inputs, or its shape does not fit
 */
export function inputOf({ inputNames, inputMetadata }: Session, length: number, options: InputOptions): Input {
  const { input: wanted } = options;
  const known = inputNames.map((each) => `"${each}"`).join(', ');
  if (wanted !== undefined && !inputNames.includes(wanted))
    throw new Unusable(`it has the inputs ${known}, not "${wanted}"`);
  if (inputNames.length !== 1) throw new Unusable(`it has the inputs ${known}, and a predictor fills one`);
  const name = inputNames[0];
  const { type = 'float32', shape: described = [] } = inputMetadata?.find((each) => each.name === name) ?? {};
  const shape = options.shape ?? closed(described.slice(1), length);
  const size = shape.reduce((product, each) => product * each, 1);
  if (size !== length) {
    const said = described
      .map((each) => (typeof each === 'string' && each !== '' ? each : isOpen(each) ? 'open' : each))
      .join(', ');
    throw new Unusable(
      `its input has the shape [${said}], and an item has ${length} values. Pass items that fit it, or the option shape`,
    );
  }
  const [batch] = described;
  const looksFirst = shape.length === 3 && shape[0] <= 4 && shape[2] > 4;
  const isChannelsFirst = options.channels === undefined ? looksFirst : options.channels === 'first';
  if (isChannelsFirst && shape.length !== 3)
    throw new Unusable(`its input has the shape [${shape.join(', ')}], which has no channels in front. Omit channels`);
  return { name, type, shape, isChannelsFirst, ...(batch !== undefined && !isOpen(batch) && { batch: Number(batch) }) };
}

/** Whether a size is not fixed. An open size without a name is an empty text in onnxruntime-node, and 2³² − 1 in onnxruntime-web. */
const isOpen = (size: number | string): boolean => typeof size !== 'number' || size <= 0 || size >= 2 ** 31;

/** A shape with its one open size computed; a list of all values if more are open. */
function closed(shape: readonly (number | string)[], length: number): number[] {
  if (shape.length === 0 || shape.filter(isOpen).length > 1) return [length];
  const fixed = shape.filter((size) => !isOpen(size)).reduce((product: number, size) => product * Number(size), 1);
  return shape.map((size) => (isOpen(size) ? length / fixed : Number(size)));
}

/** The tensor of some items. Items are repeated until they fill a batch of fixed size. */
export function tensorOf(ort: Ort, items: Float32Array, count: number, input: Input, options: InputOptions): OrtTensor {
  const { type, shape, batch = count, isChannelsFirst } = input;
  const normalized = options.normalize ? normalize(items, options.normalize) : items;
  const ordered = isChannelsFirst ? channelsFirst(normalized, shape) : normalized;
  const length = ordered.length / count;
  const filled =
    batch === count ? ordered : Float32Array.from({ length: batch * length }, (_, i) => ordered[i % ordered.length]);
  const convert = Object.hasOwn(conversions, type) ? conversions[type] : undefined;
  if (!convert) throw new Unusable(`its input has the type ${type}, and a predictor gives numbers`);
  return new ort.Tensor(type, convert(filled), [batch, ...shape]);
}

/** (x − mean) / std per channel, the last axis of an item. */
function normalize(
  items: Float32Array,
  { mean, std }: { readonly mean: readonly number[]; readonly std: readonly number[] },
): Float32Array {
  return items.map((value, i) => (value - mean[i % mean.length]) / std[i % std.length]);
}

const conversions = {
  float32: (values: Float32Array) => values.slice(),
  float64: (values: Float32Array) => Float64Array.from(values),
  float16: (values: Float32Array) => Uint16Array.from(values, (value) => halfBits(value)),
  uint8: (values: Float32Array) => Uint8Array.from(values, Math.round),
  int8: (values: Float32Array) => Int8Array.from(values, Math.round),
  int32: (values: Float32Array) => Int32Array.from(values, Math.round),
  int64: (values: Float32Array) => BigInt64Array.from(Array.from(values, (value) => BigInt(Math.round(value)))),
} as Readonly<Record<string, (values: Float32Array) => ConstructorParameters<Ort['Tensor']>[1]>>;
