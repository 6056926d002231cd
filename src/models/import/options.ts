import { isObject, oneOf, type Limit, type LimitsOf } from '../../options.ts';

/** What happens to inputs in front of a network, and to its outputs, as a part of the model. */
export interface PreprocessingOptions {
  /**
   * Normalisation of the inputs, in their own units: x ← (x − mean) / std, one number per channel or one for all. Epsilon stays in the
   * units of the inputs. @defaultValue none
   */
  readonly normalize?: { readonly mean: readonly number[]; readonly std: readonly number[] };
  /**
   * How the items of the data lie: with the channels last, [height, width, channels], or first. If the network reads them otherwise, they
   * are moved in front of it. @defaultValue as the network reads them; 'nhwc' for .onnx files and weights
   */
  readonly layout?: 'nchw' | 'nhwc';
  /** Per label of the data, the number of the output that means it. @defaultValue the outputs in their order */
  readonly classes?: readonly number[];
}

const numbers = (value: unknown, holds: (number: number) => boolean): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((each) => typeof each === 'number' && Number.isFinite(each) && holds(each));

const normalization: Limit = {
  expected: '{ mean, std }, with one number per channel or one for all, and std above 0',
  holds: (value) =>
    isObject(value) &&
    Object.keys(value).length === 2 &&
    numbers(value.mean, () => true) &&
    numbers(value.std, (std) => std > 0),
};

const outputs: Limit = {
  expected: 'a list of different numbers of outputs, from 0, one per label',
  holds: (value) =>
    numbers(value, (at) => Number.isSafeInteger(at) && at >= 0) &&
    new Set(value as number[]).size === (value as number[]).length &&
    (value as number[]).length > 1,
};

export const preprocessingLimits: LimitsOf<PreprocessingOptions> = {
  normalize: normalization,
  layout: oneOf('nchw', 'nhwc'),
  classes: outputs,
};
