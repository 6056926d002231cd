import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import { axisOf } from '../../operators/values.ts';
import { isWire, listOf, numbersOf, type Rule, type Rules } from '../known-node.ts';
import { placed, resized } from '../placement.ts';

const pad: Rule = (known, builder) => {
  const { node, inputs, operation } = known;
  const [wire] = inputs;
  if (!isWire(wire)) return undefined;
  const flat = listOf(known, 1, 'pads') ?? [];
  const axes = (listOf(known, 3, 'axes') ?? [...wire.axes.keys()]).map((axis) => axisOf(axis, wire.axes.length));
  const sides = axes
    .map((axis, i) => ({ axis, before: flat[i], behind: flat[i + axes.length] }))
    .filter(({ before, behind }) => before !== 0 || behind !== 0);
  if (sides.length === 0) return [wire];
  const named = sides.map(({ axis }) => axis);
  const place = placed(builder, wire, named);
  const rank = place.groups.length + 1;
  const pads = Array.from({ length: 2 * rank }, () => 0);
  sides.forEach(({ before, behind }, i) => {
    pads[place.at[i]] = before;
    pads[place.at[i] + rank] = behind;
  });
  const mode = operation.text('mode', 'constant');
  const value = numbersOf(inputs[2])?.[0] ?? operation.number('value', 0);
  const isStock =
    mode === 'constant' &&
    value === 0 &&
    rank === 4 &&
    place.at.every((at) => at < 3) &&
    pads.every((count) => count >= 0);
  if (isStock) {
    const padding = [
      [pads[1], pads[5]],
      [pads[2], pads[6]],
    ] as [[number, number], [number, number]];
    const layer = tfl.layers.zeroPadding2d({ padding, name: builder.name(node.name || 'pad') });
    return [resized(wire, named, place, builder.apply(layer as Layer, place.symbol))];
  }
  const { symbol } = builder.operate(node, {
    operator: 'Pad',
    version: 2,
    attributes: { pads, mode, value },
    operands: [place.symbol],
    types: [wire.type],
  });
  return [resized(wire, named, place, symbol)];
};

/** Padding by numbers, or by values of the tensor. */
export const paddingRules: Rules = { Pad: pad };
