import { OperatorError } from '../../operators/values.ts';
import type { Translation, Translator, Translators } from '../translation.ts';
import { typeNumbers } from './elementwise.ts';

const keepsAxes = ({ attributes }: Translation): number =>
  Number(attributes.flag('keep_dims') || attributes.flag('keepdims'));

/** A reduction over no axes changes nothing in TensorFlow. */
const reduction =
  (operator: string): Translator =>
  (node) =>
    node.add(operator, node.inputs.slice(0, 2), { keepdims: keepsAxes(node), noop_with_empty_axes: 1 });

/** A reduction of truth values, as numbers. */
const logicalReduction =
  (operator: string): Translator =>
  (node) => {
    const numbers = node.add('Cast', [node.input(0)], { to: typeNumbers.int32 });
    const reduced = node.add(operator, [numbers, node.input(1)], {
      keepdims: keepsAxes(node),
      noop_with_empty_axes: 1,
    });
    return node.add('Cast', [reduced], { to: typeNumbers.bool });
  };

const extreme =
  (operator: string): Translator =>
  (node) =>
    node.add(operator, [node.input(0)], { axis: node.inputs.length > 1 ? node.number(1, 'axis') : 0, keepdims: 0 });

const alongLast =
  (operator: string): Translator =>
  (node) =>
    node.add(operator, [node.input(0)], { axis: -1 });

/** Sizes, in which 0 is a size and no sign to keep one. */
const reshape: Translator = (node) => node.add('Reshape', node.inputs.slice(0, 2), { allowzero: 1 });

const squeeze: Translator = (node) => {
  const axes = node.attributes.numbers('squeeze_dims') ?? node.attributes.numbers('axis') ?? [];
  return node.add('Squeeze', axes.length > 0 ? [node.input(0), node.constant(axes)] : [node.input(0)]);
};

const transpose: Translator = (node) =>
  node.add('Transpose', [node.input(0)], { perm: node.numbers(1, 'order of axes') });

const pack: Translator = (node) => {
  const axis = node.attributes.number('axis', 0);
  const parts = node.inputs.map((each) => node.add('Unsqueeze', [each, node.constant([axis])]));
  return node.add('Concat', parts, { axis });
};

/** The sides of TensorFlow [axes, 2], with all that come before in front. */
function sidesOf(node: Translation): string {
  const sides = node.numbers(1, 'paddings');
  return node.constant([...sides.filter((_, i) => i % 2 === 0), ...sides.filter((_, i) => i % 2 === 1)]);
}

const pad: Translator = (node) =>
  node.add('Pad', [node.input(0), sidesOf(node), ...node.inputs.slice(2, 3)], { mode: 'constant' });

const mirrorPad: Translator = (node) => {
  const mode = node.attributes.text('mode', 'REFLECT').toLowerCase();
  return node.add('Pad', [node.input(0), sidesOf(node)], { mode });
};

/** Rows and columns of images with the channels last. */
const resize =
  (isLinear: boolean): Translator =>
  (node) => {
    const { attributes } = node;
    const isAligned = attributes.flag('align_corners');
    const isCentred = attributes.flag('half_pixel_centers');
    const centred = isLinear ? 'half_pixel' : 'tf_half_pixel_for_nn';
    return node.add('Resize', [node.input(0), '', '', node.input(1)], {
      axes: [1, 2],
      mode: isLinear ? 'linear' : 'nearest',
      coordinate_transformation_mode: isAligned ? 'align_corners' : isCentred ? centred : 'asymmetric',
      nearest_mode: isAligned ? 'round_prefer_ceil' : 'floor',
    });
  };

const oneHot: Translator = (node) => {
  const [off, on] = [3, 2].map((at) => node.add('Unsqueeze', [node.input(at), node.constant([0])]));
  const values = node.add('Concat', [off, on], { axis: 0 });
  return node.add('OneHot', [node.input(0), node.input(1), values], { axis: node.attributes.number('axis', -1) });
};

const cumulative: Translator = (node) =>
  node.add('CumSum', node.inputs.slice(0, 2), {
    exclusive: Number(node.attributes.flag('exclusive')),
    reverse: Number(node.attributes.flag('reverse')),
  });

const concat: Translator = (node) => {
  if (node.inputs.length < 2) throw new OperatorError('it joins nothing');
  const at = node.inputs.length - 1;
  return node.add('Concat', node.inputs.slice(0, at), { axis: node.number(at, 'axis') });
};

/** Operators that compute along axes, and those that change or count axes. */
export const axes: Translators = {
  Mean: reduction('ReduceMean'),
  Sum: reduction('ReduceSum'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  EuclideanNorm: reduction('ReduceL2'),
  All: logicalReduction('ReduceMin'),
  Any: logicalReduction('ReduceMax'),
  ArgMax: extreme('ArgMax'),
  ArgMin: extreme('ArgMin'),
  Softmax: alongLast('Softmax'),
  LogSoftmax: alongLast('LogSoftmax'),
  Cumsum: cumulative,
  Reshape: reshape,
  Squeeze: squeeze,
  ExpandDims: (node) => node.add('Unsqueeze', [node.input(0), node.constant([node.number(1, 'axis')])]),
  Transpose: transpose,
  Shape: (node) => node.add('Shape', [node.input(0)]),
  Size: (node) => node.add('Size', [node.input(0)]),
  Rank: (node) => node.add('Size', [node.add('Shape', [node.input(0)])]),
  ConcatV2: concat,
  Concat: (node) => node.add('Concat', node.inputs.slice(1), { axis: node.number(0, 'axis') }),
  Pack: pack,
  Pad: pad,
  PadV2: pad,
  MirrorPad: mirrorPad,
  Fill: (node) => node.add('Expand', [node.input(1), node.input(0)]),
  BroadcastTo: (node) => node.add('Expand', node.inputs.slice(0, 2)),
  Tile: (node) => node.add('Tile', node.inputs.slice(0, 2)),
  Range: (node) => node.add('Range', node.inputs.slice(0, 3)),
  OneHot: oneHot,
  ResizeBilinear: resize(true),
  ResizeNearestNeighbor: resize(false),
};
