import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import { windowsOf } from '../../operators/windows.ts';
import { isWire, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import { imagesOf, isBatched, onChannels, paddingOf, wireOf } from './images.ts';

/** A pooling over windows: a stock layer if its padding is one of TensorFlow. */
function pooling(stock: (options: object) => unknown, countsZeros: (known: KnownNode) => boolean): Rule {
  return onChannels((known, builder) => {
    const { node, inputs, operation } = known;
    const [wire] = inputs;
    if (!isWire(wire) || !isBatched(wire) || node.outputs.filter(Boolean).length > 1) return undefined;
    const images = imagesOf(builder, wire);
    const windows = windowsOf(operation, images.places, operation.numbers('kernel_shape') ?? []);
    const padding = windows.dilations.every((rate) => rate === 1) ? paddingOf(windows, images.places) : undefined;
    const isStock = wire.axes.length === 4 && padding !== undefined && (padding === 'valid' || !countsZeros(known));
    const name = builder.name(node.name || node.operator);
    const symbol = isStock
      ? builder.apply(
          stock({ poolSize: [...windows.kernel], strides: [...windows.strides], padding, name }) as Layer,
          images.symbol,
        )
      : builder.operate(node, {
          operator: node.operator,
          attributes: { ...node.attributes, channels_last: 1 },
          operands: [images.symbol],
        }).symbol;
    return [wireOf(symbol, images.channels, wire.axes[1])];
  });
}

function globalPooling(of1: (options: object) => unknown, of2: (options: object) => unknown): Rule {
  return ({ node, inputs: [wire] }, builder) => {
    if (!isWire(wire) || !isBatched(wire) || wire.axes.length > 4) return undefined;
    const images = imagesOf(builder, wire);
    const make = wire.axes.length === 3 ? of1 : of2;
    const symbol = builder.apply(make({ name: builder.name(node.name || node.operator) }) as Layer, images.symbol);
    return [
      { symbol, pieces: images.channels, axes: wire.axes.map((axis, i) => (i === 1 ? axis : [])), type: 'float32' },
    ];
  };
}

/** Poolings. */
export const poolingRules: Rules = {
  MaxPool: pooling(
    (options) => tfl.layers.maxPooling2d(options as never),
    () => false,
  ),
  AveragePool: pooling(
    (options) => tfl.layers.averagePooling2d(options as never),
    ({ operation }) => operation.number('count_include_pad', 0) === 1,
  ),
  GlobalAveragePool: globalPooling(
    (options) => tfl.layers.globalAveragePooling1d(options),
    (options) => tfl.layers.globalAveragePooling2d(options),
  ),
  GlobalMaxPool: globalPooling(
    (options) => tfl.layers.globalMaxPooling1d(options),
    (options) => tfl.layers.globalMaxPooling2d(options),
  ),
};
