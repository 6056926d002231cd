import { OperatorError } from '../../operators/values.ts';
import type { Translation, Translator, Translators } from '../translation.ts';
import { activated } from './elementwise.ts';

const hasChannelsFirst = ({ attributes }: Translation): boolean =>
  attributes.text('data_format', 'NHWC').startsWith('NC');

/** The sizes of places in a list with one number per axis. */
function placesIn(node: Translation, attribute: string): number[] | undefined {
  const all = node.attributes.numbers(attribute);
  return all && (hasChannelsFirst(node) ? all.slice(2) : all.slice(1, -1));
}

/** Strides, dilations and padding. The channels stay where the file has them. */
function windowsOf(node: Translation): Record<string, unknown> {
  const padding = node.attributes.text('padding', 'VALID');
  const explicit = node.attributes.numbers('explicit_paddings') ?? [];
  const sides = hasChannelsFirst(node) ? explicit.slice(4) : explicit.slice(2, -2);
  return {
    strides: placesIn(node, 'strides'),
    ...(placesIn(node, 'dilations') && { dilations: placesIn(node, 'dilations') }),
    ...(padding === 'EXPLICIT'
      ? { pads: [...sides.filter((_, i) => i % 2 === 0), ...sides.filter((_, i) => i % 2 === 1)] }
      : { auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID' }),
    ...(!hasChannelsFirst(node) && { channels_last: 1 }),
  };
}

/** The last two axes of a kernel [...field, in, out] in front, as the other layout has them. */
const kernelFirst = (node: Translation, kernel: string, rank: number): string =>
  node.add('Transpose', [kernel], { perm: [rank - 1, rank - 2, ...Array.from({ length: rank - 2 }, (_, i) => i)] });

/** Applies what is fused with a product: a bias, a batch normalisation, an activation. */
function fused(node: Translation, operators: readonly string[], value: string, start: number): string {
  let next = start;
  return operators.reduce((result, operator) => {
    if (operator === 'BiasAdd') return node.add('Add', [result, node.input(next++)]);
    if (operator === 'NoOp') return result; // in place of a bias
    if (operator !== 'FusedBatchNorm') return activated(node, operator, result, () => node.input(next++));
    const vectors = [0, 1, 2, 3].map((i) => node.input(next + i));
    next += 4;
    const epsilon = node.attributes.number('epsilon', 1e-4);
    return node.add('BatchNormalization', [result, ...vectors], { epsilon, channels_last: 1 });
  }, value);
}

/** A convolution with its kernel, and with the bias and the activation that are fused with it. */
function convolved(node: Translation, kernel: string, rank: number, group?: number): string {
  const operators = node.attributes.texts('fused_ops');
  const isFirst = hasChannelsFirst(node);
  if (isFirst && operators.length > 0) throw new OperatorError('it is fused with the channels first');
  const hasBias = operators[0] === 'BiasAdd';
  const inputs = [
    node.input(0),
    isFirst ? kernelFirst(node, kernel, rank) : kernel,
    ...(hasBias ? [node.input(2)] : []),
  ];
  const sums = node.add('Conv', inputs, { ...windowsOf(node), ...(group !== undefined && { group }) });
  return fused(node, hasBias ? operators.slice(1) : operators, sums, hasBias ? 3 : 2);
}

const convolution =
  (rank: number): Translator =>
  (node) =>
    convolved(node, node.input(1), rank);

/** The kernel [...field, channels, multiplier] as [...field, 1, channels · multiplier]: one group per channel. */
const depthwise: Translator = (node) => {
  const kernel = node.known(1);
  if (!kernel) return convolved(node, node.add('Reshape', [node.input(1), node.constant([0, 0, 1, -1])]), 4);
  if (kernel.shape.length !== 4) throw new OperatorError(`its kernel has the shape [${kernel.shape.join(', ')}]`);
  const [rows, columns, channels, multiplier] = kernel.shape;
  const grouped = node.reshapedConstant(kernel, [rows, columns, 1, channels * multiplier]);
  return convolved(node, grouped, 4, channels);
};

/** The gradient of a convolution with regard to its input, which is the transposed convolution. */
const backwards =
  (rank: number): Translator =>
  (node) => {
    if (hasChannelsFirst(node)) throw new OperatorError('it is a transposed convolution with the channels first');
    const kernel = kernelFirst(node, node.input(1), rank);
    return node.add('ConvTranspose', [node.input(2), kernel, '', node.input(0)], windowsOf(node));
  };

const pooling =
  (operator: string): Translator =>
  (node) =>
    node.add(operator, [node.input(0)], { ...windowsOf(node), kernel_shape: placesIn(node, 'ksize') });

const batchNormalisation: Translator = (node) => {
  const { attributes } = node;
  if (attributes.flag('is_training')) throw new OperatorError('it was exported in training mode');
  return node.add('BatchNormalization', node.inputs.slice(0, 5), {
    epsilon: attributes.number('epsilon', 1e-4),
    ...(!hasChannelsFirst(node) && { channels_last: 1 }),
  });
};

/** Products of two matrices; each may be transposed. */
const matrices: Translator = (node) => {
  const transposed = ([at, flag]: readonly [number, string]): string =>
    node.attributes.flag(flag) ? node.add('Transpose', [node.input(at)], { perm: [1, 0] }) : node.input(at);
  const product = node.add(
    'MatMul',
    (
      [
        [0, 'transpose_a'],
        [1, 'transpose_b'],
      ] as const
    ).map(transposed),
  );
  return fused(node, node.attributes.texts('fused_ops'), product, 2);
};

/** Products of the matrices in the last two axes. */
const batchedMatrices: Translator = (node) =>
  node.add('MatMul', node.inputs.slice(0, 2), {
    ...(node.attributes.flag('adj_x') && { transA: 1 }),
    ...(node.attributes.flag('adj_y') && { transB: 1 }),
  });

/** Computes on images with the channels in front, for operators that know no other layout. */
const withChannelsFirst = (node: Translation, operator: string, attributes: Record<string, unknown>): string => {
  const images = node.add('Transpose', [node.input(0)], { perm: [0, 3, 1, 2] });
  return node.add('Transpose', [node.add(operator, [images], attributes)], { perm: [0, 2, 3, 1] });
};

const blocks =
  (operator: string): Translator =>
  (node) => {
    if (hasChannelsFirst(node))
      return node.add(operator, [node.input(0)], { blocksize: node.attributes.number('block_size', 1) });
    return withChannelsFirst(node, operator, { blocksize: node.attributes.number('block_size', 1) });
  };

/** Neighbouring channels; the sum is over 2r + 1 of them, and α is per channel. */
const localResponse: Translator = (node) => {
  const { attributes } = node;
  const size = 2 * attributes.number('depth_radius', 5) + 1;
  return withChannelsFirst(node, 'LRN', {
    size,
    bias: attributes.number('bias', 1),
    alpha: attributes.number('alpha', 1) * size,
    beta: attributes.number('beta', 0.5),
  });
};

/** Operators that read images, and products of matrices. */
export const convolutions: Translators = {
  Conv2D: convolution(4),
  _FusedConv2D: convolution(4),
  Conv3D: convolution(5),
  DepthwiseConv2dNative: depthwise,
  FusedDepthwiseConv2dNative: depthwise,
  Conv2DBackpropInput: backwards(4),
  Conv3DBackpropInputV2: backwards(5),
  MaxPool: pooling('MaxPool'),
  MaxPool3D: pooling('MaxPool'),
  AvgPool: pooling('AveragePool'),
  AvgPool3D: pooling('AveragePool'),
  FusedBatchNorm: batchNormalisation,
  FusedBatchNormV2: batchNormalisation,
  FusedBatchNormV3: batchNormalisation,
  LRN: localResponse,
  DepthToSpace: blocks('DepthToSpace'),
  SpaceToDepth: blocks('SpaceToDepth'),
  MatMul: matrices,
  _FusedMatMul: matrices,
  BatchMatMul: batchedMatrices,
  BatchMatMulV2: batchedMatrices,
  BatchMatMulV3: batchedMatrices,
  Einsum: (node) => node.add('Einsum', node.inputs, { equation: node.attributes.text('equation', '') }),
};
