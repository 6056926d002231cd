import type { SymbolicTensor } from '../../../../engine/tensors.ts';
import { hasChannelsLast, spanOf, type Windows } from '../../operators/windows.ts';
import type { Builder } from '../builder.ts';
import { isWire, type Rule } from '../known-node.ts';
import { axesOf, inMemoryOrder, positionsOn, sizeOf, transposed, type Piece, type Wire } from '../wire.ts';

/**
 * A rule that reads the second axis as channels, for nodes that have them there or last. An axis is only read as another one, so
 * nothing moves.
 */
export function onChannels(rule: Rule): Rule {
  return (known, builder) => {
    const [wire, ...others] = known.inputs;
    if (!hasChannelsLast(known.operation) || !isWire(wire)) return rule(known, builder);
    const [batch, ...rest] = wire.axes.keys();
    const results = rule(
      { ...known, inputs: [transposed(wire, [batch, ...rest.slice(-1), ...rest.slice(0, -1)]), ...others] },
      builder,
    );
    return results?.map((result) => {
      if (!isWire(result)) return result;
      const [first, channels, ...places] = result.axes.keys();
      return transposed(result, [first, ...places, channels]);
    });
  };
}

/** Images or sequences with the channels last: [batch, ...places, channels]. */
interface Images {
  readonly symbol: SymbolicTensor;
  readonly places: readonly number[];
  readonly channels: readonly Piece[];
  /** Per channel of the symbol, its number in the graph; undefined if they agree. */
  readonly positions?: Int32Array;
}

/** Reads [1, channels, ...places] with the channels last; they keep the order in which they lie, unless `isOrdered`. */
export function imagesOf(builder: Builder, wire: Wire, isOrdered = false): Images {
  const [, channelAxis, ...places] = wire.axes;
  const channels = isOrdered ? [...channelAxis] : inMemoryOrder(wire, channelAxis);
  return {
    symbol: builder.arranged(wire, [...places, channels]),
    places: places.map(sizeOf),
    channels,
    positions: positionsOn(channelAxis, channels),
  };
}

/** Whether a wire is [1, channels, ...places]. */
export const isBatched = ({ axes }: Wire): boolean => axes.length >= 3 && axes.length <= 5 && axes[0].length === 0;

/** The padding of TensorFlow for the windows of a node; undefined if it has none. */
export function paddingOf(
  { kernel, strides, dilations, pads, beyond }: Windows,
  sizes: readonly number[],
): 'same' | 'valid' | undefined {
  if (beyond.some((count) => count > 0)) return undefined;
  if (pads.every(([before, behind]) => before === 0 && behind === 0)) return 'valid';
  const isSame = sizes.every((size, axis) => {
    const total = Math.max(
      0,
      (Math.ceil(size / strides[axis]) - 1) * strides[axis] + spanOf(kernel[axis], dilations[axis]) - size,
    );
    return pads[axis][0] === Math.floor(total / 2) && pads[axis][1] === total - Math.floor(total / 2);
  });
  return isSame ? 'same' : undefined;
}

/** The wire of [batch, ...places, channels]. */
export function wireOf(symbol: SymbolicTensor, channels: readonly Piece[], axis: readonly Piece[]): Wire {
  const places = axesOf(symbol.shape.slice(1, -1) as number[]);
  return { symbol, pieces: [...places.flat(), ...channels], axes: [[], axis, ...places], type: 'float32' };
}
