import { OperatorError } from '../../operators/values.ts';
import type { Translation, Translator, Translators } from '../translation.ts';

/** An end behind all positions, and one in front of them. */
const [last, first] = [2 ** 31 - 1, -(2 ** 31)];

/** Takes ranges along axes. */
function sliced(
  node: Translation,
  value: string,
  ranges: readonly { axis: number; start: number; end: number; step: number }[],
): string {
  if (ranges.length === 0) return value;
  const list = (part: 'axis' | 'start' | 'end' | 'step'): string => node.constant(ranges.map((range) => range[part]));
  return node.add('Slice', [value, list('start'), list('end'), list('axis'), list('step')]);
}

const isSet = (mask: number, at: number): boolean => Math.floor(mask / 2 ** at) % 2 === 1;

/**
 * NumPy's slicing: `x[1:3, ..., None, -1]`. Masks hold one bit per entry: its start or end is left out, it is the dots, a new axis, or
 * one position, whose axis is removed.
 */
const stridedSlice: Translator = (node) => {
  const { attributes } = node;
  const [starts, ends, steps] = [node.numbers(1, 'starts'), node.numbers(2, 'ends'), node.numbers(3, 'steps')];
  const mask = (name: string): number => attributes.number(name, 0);
  const dots = starts.findIndex((_, at) => isSet(mask('ellipsis_mask'), at));
  const entries = starts.map((start, at) => ({ start, end: ends[at], step: steps[at], at }));
  const isNew = ({ at }: { at: number }): boolean => isSet(mask('new_axis_mask'), at);
  const isOne = ({ at }: { at: number }): boolean => isSet(mask('shrink_axis_mask'), at) && !isNew({ at });
  const others = entries.filter(({ at }) => at !== dots);
  /** Places among the kept entries, counted from the end behind the dots. */
  const placesOf = (kept: readonly { at: number }[]): Map<number, number> =>
    new Map(kept.map(({ at }, place) => [at, dots >= 0 && at > dots ? place - kept.length : place]));
  const inInput = placesOf(others.filter((entry) => !isNew(entry)));
  const inOutput = placesOf(others.filter((entry) => !isOne(entry)));
  const ranges = others.flatMap((entry) => {
    const axis = inInput.get(entry.at);
    if (axis === undefined) return [];
    const { start, step } = entry;
    if (isOne(entry)) return [{ axis, start, end: start === -1 ? last : start + 1, step: 1 }];
    const from = isSet(mask('begin_mask'), entry.at) ? (step > 0 ? 0 : last) : start;
    const to = isSet(mask('end_mask'), entry.at) ? (step > 0 ? last : first) : entry.end;
    return from === 0 && to === last && step === 1 ? [] : [{ axis, start: from, end: to, step }];
  });
  const taken = sliced(node, node.input(0), ranges);
  const gone = others.filter(isOne).map(({ at }) => inInput.get(at) as number);
  const added = others.filter(isNew).map(({ at }) => inOutput.get(at) as number);
  const squeezed = gone.length > 0 ? node.add('Squeeze', [taken, node.constant(gone)]) : taken;
  return added.length > 0 ? node.add('Unsqueeze', [squeezed, node.constant(added)]) : squeezed;
};

/** From a position on, so many values; −1 stands for all. */
const slice: Translator = (node) => {
  const [starts, sizes] = [node.numbers(1, 'starts'), node.numbers(2, 'sizes')];
  const ranges = starts.map((start, axis) => {
    const end = sizes[axis] === -1 ? last : start + sizes[axis];
    return { axis, start, end, step: 1 };
  });
  return sliced(
    node,
    node.input(0),
    ranges.filter(({ start, end }) => start !== 0 || end !== last),
  );
};

const reverse: Translator = (node) =>
  sliced(
    node,
    node.input(0),
    node.numbers(1, 'axes').map((axis) => ({ axis, start: -1, end: first, step: -1 })),
  );

const split: Translator = (node) =>
  node.addAll('Split', [node.input(1)], { axis: node.number(0, 'axis') }, node.attributes.number('num_split', 1));

/** Parts of given sizes; one may be −1, which stands for the rest. */
const splitBySizes: Translator = (node) => {
  const [sizes, axis] = [node.numbers(1, 'sizes'), node.number(2, 'axis')];
  const rest = sizes.indexOf(-1);
  if (rest < 0) return node.addAll('Split', [node.input(0), node.input(1)], { axis }, sizes.length);
  const sum = (some: readonly number[]): number => some.reduce((all, size) => all + size, 0);
  return sizes.map((size, i) => {
    const before = i <= rest ? sum(sizes.slice(0, i)) : -sum(sizes.slice(i));
    const behind = i < rest ? before + size : -sum(sizes.slice(i + 1));
    return sliced(node, node.input(0), [{ axis, start: before, end: behind === 0 ? last : behind, step: 1 }]);
  });
};

/** One part per position, without the axis. */
const unpack: Translator = (node) => {
  const axis = node.attributes.number('axis', 0);
  const parts = node.addAll('Split', [node.input(0)], { axis }, node.attributes.number('num', 1));
  return parts.map((part) => node.add('Squeeze', [part, node.constant([axis])]));
};

const gather: Translator = (node) => {
  const batches = node.attributes.number('batch_dims', 0);
  if (batches !== 0) throw new OperatorError(`it has ${batches} axes of batches`);
  const axis = node.inputs.length > 2 ? node.number(2, 'axis') : 0;
  return node.add('Gather', node.inputs.slice(0, 2), { axis });
};

/** Operators that take parts of a tensor. */
export const slices: Translators = {
  StridedSlice: stridedSlice,
  Slice: slice,
  ReverseV2: reverse,
  Split: split,
  SplitV: splitBySizes,
  Unpack: unpack,
  Gather: gather,
  GatherV2: gather,
  GatherNd: (node) => node.add('GatherND', node.inputs.slice(0, 2)),
  TopKV2: (node) => node.addAll('TopK', node.inputs.slice(0, 2), {}, 2),
};
