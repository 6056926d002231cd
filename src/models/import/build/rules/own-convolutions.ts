import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import type { Builder } from '../builder.ts';
import { isConstant, isWire, type KnownNode, type Rule } from '../known-node.ts';
import { axesOf, type Wire } from '../wire.ts';
import type { Filters } from './filters.ts';
import { imagesOf, isBatched, wireOf } from './images.ts';

/** A convolution that no stock layer computes: in groups, or dilated with steps. */
export function grouped(
  { node, activation }: KnownNode,
  builder: Builder,
  wire: Wire,
  { filters, groups, bias }: { filters: Filters; groups: number; bias: Constant | undefined },
): readonly Wire[] {
  const images = imagesOf(builder, wire, true);
  const { out, within, field } = filters;
  const kernel: Constant = { type: 'float32', shape: [...field, within, out], data: filters.values() };
  const operands = [images.symbol, kernel, ...(bias ? [bias] : [])];
  const { symbol } = builder.operate(node, {
    operator: 'Conv',
    attributes: { ...node.attributes, group: groups, channels_last: 1 },
    operands,
  });
  const result = activation
    ? builder.apply(tfl.layers.reLU({ name: builder.name(`${node.name || 'conv'}_relu`) }) as Layer, symbol)
    : symbol;
  const [own] = axesOf([out]);
  return [wireOf(result, own, own)];
}

/** A transposed convolution, which no stock layer computes either. */
export const transposedConvolution: Rule = ({ node, inputs }, builder) => {
  const [wire, weights, bias, shape] = inputs;
  if (!isWire(wire) || !isBatched(wire) || !isConstant(weights) || isWire(bias) || isWire(shape)) return undefined;
  const images = imagesOf(builder, wire, true);
  const operands = [images.symbol, weights, ...(bias || shape ? [bias] : []), ...(shape ? [shape] : [])];
  const { symbol } = builder.operate(node, {
    operator: 'ConvTranspose',
    attributes: { ...node.attributes, channels_last: 1 },
    operands,
  });
  const [own] = axesOf([symbol.shape[symbol.shape.length - 1] as number]);
  return [wireOf(symbol, own, own)];
};
