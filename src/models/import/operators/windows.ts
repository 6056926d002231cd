import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operation } from './contract.ts';
import { checkedShape, OperatorError } from './values.ts';

/** Windows that slide over the places of a tensor; one number per axis of places. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Zeros before and behind the values. */
  readonly pads: readonly (readonly [number, number])[];
  /** Places behind the zeros that only windows of `ceil_mode` reach. */
  readonly beyond: readonly number[];
}

/** The number of values that a window spans. */
export const spanOf = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

/**
 * Reads strides, dilations and padding of a node.
 *
 * @param sizes - of the places of the input
 */
export function windowsOf(operation: Operation, sizes: readonly number[], kernel: readonly number[]): Windows {
  const rank = sizes.length;
  const list = (name: string): readonly number[] => operation.numbers(name) ?? sizes.map(() => 1);
  const [strides, dilations] = [list('strides'), list('dilations')];
  if (
    [kernel, strides, dilations].some(
      (each) => each.length !== rank || each.some((value) => !(value >= 1 && value < 2 ** 20)),
    )
  )
    throw new OperatorError(
      `its windows are [${kernel.join(', ')}] in steps [${strides.join(', ')}] on [${sizes.join(', ')}]`,
    );
  const explicit = operation.numbers('pads') ?? [];
  const mode = operation.text('auto_pad', 'NOTSET');
  const pads = sizes.map((size, axis): [number, number] => {
    if (mode === 'VALID') return [0, 0];
    if (mode === 'NOTSET') return [explicit[axis] ?? 0, explicit[axis + rank] ?? 0];
    const span = spanOf(kernel[axis], dilations[axis]);
    const total = Math.max(0, (Math.ceil(size / strides[axis]) - 1) * strides[axis] + span - size);
    const less = Math.floor(total / 2);
    return mode === 'SAME_LOWER' ? [total - less, less] : [less, total - less];
  });
  checkedShape(sizes.map((size, axis) => size + Math.abs(pads[axis][0]) + Math.abs(pads[axis][1])));
  const beyond = sizes.map((size, axis) => {
    if (operation.number('ceil_mode', 0) !== 1) return 0;
    const [before, behind] = pads[axis];
    const span = spanOf(kernel[axis], dilations[axis]);
    const padded = size + before + behind;
    let windows = Math.ceil((padded - span) / strides[axis]) + 1;
    if ((windows - 1) * strides[axis] >= size + before) windows--; // a window must start inside the values
    return Math.max(0, (windows - 1) * strides[axis] + span - padded);
  });
  return { kernel, strides, dilations, pads, beyond };
}

/** Pads the places of [batch, ...places, channels]; negative numbers cut values off. */
export function paddedPlaces(x: Tensor, pads: readonly (readonly [number, number])[], value = 0): Tensor {
  if (pads.every(([before, behind]) => before === 0 && behind === 0)) return x;
  const sides = [[0, 0] as const, ...pads, [0, 0] as const];
  const cut = sides.some((side) => side.some((count) => count < 0))
    ? tf.slice(
        x,
        sides.map(([before]) => Math.max(0, -before)),
        sides.map(([before, behind], axis) => x.shape[axis] + Math.min(0, before) + Math.min(0, behind)),
      )
    : x;
  return tf.pad(
    cut,
    sides.map(([before, behind]): [number, number] => [Math.max(0, before), Math.max(0, behind)]),
    value,
  );
}

/** Moves the channels of [batch, channels, ...places] to the end. */
export function channelsLast(x: Tensor): Tensor {
  return tf.transpose(x, [0, ...x.shape.slice(2).map((_, i) => i + 2), 1]);
}

/** Moves the channels of [batch, ...places, channels] to the front. */
export function channelsFirst(x: Tensor): Tensor {
  return tf.transpose(x, [0, x.rank - 1, ...x.shape.slice(2).map((_, i) => i + 1)]);
}

/**
 * Runs a computation on channels-last tensors for a node whose tensors have the channels first, or last if the builder of a
 * network has moved them.
 */
export function onChannelsLast(x: Tensor, operation: Operation, compute: (x: Tensor) => Tensor): Tensor {
  return hasChannelsLast(operation) ? compute(x) : channelsFirst(compute(channelsLast(x)));
}

/** The groups of a convolution. TensorFlow does not state them: the channels of a filter divide those of the images. */
export const groupsOf = (operation: Operation, channels: number, within: number): number =>
  operation.number('group', hasChannelsLast(operation) ? channels / within : 1);

export const hasChannelsLast = (operation: Operation): boolean => operation.number('channels_last', 0) === 1;
