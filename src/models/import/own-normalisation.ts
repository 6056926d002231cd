import { tf, type LayersModel, type SymbolicTensor } from '../../engine/tensors.ts';
import { forward, type Values } from '../network/forward.ts';
import { applicationsOf, type Application } from '../network/graph.ts';
import { activationOf, noiseLayers, type Layer } from '../network/layers.ts';

/** What the first layers of a network do to its inputs: x ← (x − mean) / std. */
export interface OwnNormalisation {
  /** Names of the layers, in their order. */
  readonly layers: readonly string[];
  /** One number for all values, or one per channel or value. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** The range of the inputs that it seems to expect: [0, 1], [0, 255], [-1, 1], or three deviations around the means. */
  readonly inputRange: readonly [number, number];
  /** Whether it expects inputs that are normalised already: all means near 0 and all deviations near 1. */
  readonly isOfStandard: boolean;
}

/** Layers that shift and scale each value by itself, or each channel. */
const shifting = new Set(['Rescaling', 'Normalization', 'BatchNormalization']);
/** A value that is large in the units of usual inputs, so that rounding is small beside its slope. */
const largest = 256;
/** Layers that change no value in a prediction. */
const passing = new Set<string>(['Permute', ...noiseLayers]);

const isShifting = (layer: Layer): boolean =>
  shifting.has(layer.getClassName()) || (layer as { isAffine?: boolean }).isAffine === true;
const isPassing = (layer: Layer): boolean =>
  passing.has(layer.getClassName()) || (layer.getClassName() === 'Activation' && activationOf(layer) === 'linear');

/**
 * Finds the normalisation with which a network begins. Runs its first layers on two constant inputs.
 *
 *   f(x) = a x + b,   mean = −b / a,   std = 1 / |a|
 *
 * @param given - how many of the first layers that shift are no part of the file
 * @returns undefined if the network does not begin with one, or if it changes no value
 */
export async function ownNormalisation(model: LayersModel, given = 0): Promise<OwnNormalisation | undefined> {
  const chain = beginningOf(model);
  const places = chain.flatMap(({ layer }, at) => (isShifting(layer) ? [at] : []));
  const own = places.slice(given);
  if (own.length === 0) return undefined;
  const start = given === 0 ? model.inputs[0] : chain[places[given - 1]].outputs[0];
  const symbols = chain.slice(given === 0 ? 0 : places[given - 1] + 1, own[own.length - 1] + 1);
  const run = async (value: number): Promise<Float32Array> => {
    const result = tf.tidy(() => {
      const x = tf.fill([1, ...(start.shape.slice(1) as number[])], value);
      const values: Values = new Map([[start, { value: x, mask: null }]]);
      const outputs = symbols.map(({ outputs: [symbol] }) => symbol);
      forward(model, values, () => undefined, outputs);
      return tf.keep(tf.cast(values.get(outputs[outputs.length - 1])!.value, 'float32'));
    });
    const data = (await result.data()) as Float32Array;
    result.dispose();
    return data;
  };
  const [offsets, sums] = [await run(0), await run(largest)];
  const slopes = sums.map((sum, i) => (sum - offsets[i]) / largest);
  if (!slopes.every((slope) => Number.isFinite(1 / slope))) return undefined;
  const shape = symbols[symbols.length - 1].outputs[0].shape.slice(1) as number[];
  const [mean, std] = shortened(
    [offsets.map((offset, i) => -offset / slopes[i] || 0), slopes.map((slope) => 1 / Math.abs(slope))],
    shape,
  ).map((values) => values.map((value) => Number(value.toPrecision(5)))); // as many digits as the differences of floats hold
  if (mean.every((each) => Math.abs(each) < 1e-5) && std.every((each) => Math.abs(each - 1) < 1e-5)) return undefined;
  const isOfStandard = mean.every((each, i) => Math.abs(each) <= 0.25 && std[i] >= 0.5 && std[i] <= 2);
  return { layers: own.map((at) => chain[at].layer.name), mean, std, inputRange: rangeOf(mean, std), isOfStandard };
}

/** The layers that a network applies first, one after the other, as far as they only shift, scale, move or pass on values. */
function beginningOf(model: LayersModel): Application[] {
  const applications = applicationsOf(model);
  const chain: Application[] = [];
  for (let symbol: SymbolicTensor = model.inputs[0]; ; [symbol] = chain[chain.length - 1].outputs) {
    const readers = applications.filter(({ inputs }) => inputs.includes(symbol));
    const [{ layer, inputs, outputs } = { layer: undefined, inputs: [], outputs: [] }] = readers;
    if (!layer || readers.length > 1 || inputs.length > 1 || outputs.length > 1 || model.outputs.includes(symbol))
      break;
    if (!isShifting(layer) && !isPassing(layer)) break;
    chain.push(readers[0]);
  }
  return chain;
}

/** Lists of one number per value as short as they can be: one for all, one per index of the last or first axis, or all. */
function shortened(lists: readonly Float32Array[], shape: readonly number[]): number[][] {
  const [first] = shape;
  const last = shape[shape.length - 1];
  const size = lists[0].length;
  const groupings = [
    { count: 1, groupOf: () => 0, firstOf: () => 0 },
    { count: last, groupOf: (at: number) => at % last, firstOf: (group: number) => group },
    {
      count: first,
      groupOf: (at: number) => Math.floor((at * first) / size),
      firstOf: (group: number) => (group * size) / first,
    },
  ];
  const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(a));
  for (const { count, groupOf, firstOf } of groupings) {
    const short = lists.map((list) => Array.from({ length: count }, (_, group) => list[firstOf(group)]));
    if (lists.every((list, i) => list.every((value, at) => isSame(value, short[i][groupOf(at)])))) return short;
  }
  return lists.map((list) => Array.from(list));
}

/** Ranges of inputs that are in use. */
const usualRanges = [
  [0, 1],
  [0, 255],
  [-1, 1],
] as const;

/** The range that fits means and deviations. A network that only subtracts means, as of bytes, says nothing about deviations. */
function rangeOf(mean: readonly number[], std: readonly number[]): readonly [number, number] {
  const onlyShifts = std.every((each) => each === 1);
  const fits = ([low, high]: readonly [number, number]): boolean =>
    mean.every((each) => each >= low && each <= high) &&
    (onlyShifts || std.every((each) => each >= (high - low) / 16 && each <= high - low));
  const bounds = (sign: number): number[] => mean.map((each, i) => each + sign * 3 * std[i]);
  return usualRanges.find(fits) ?? [Math.min(...bounds(-1)), Math.max(...bounds(1))];
}
