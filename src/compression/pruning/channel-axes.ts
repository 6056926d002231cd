import { activationOf, type Layer } from '../../models/network/layers.ts';
import type { Channels, Coupling } from './coupling.ts';

export type Shape = readonly (number | null)[];

/** One application of a layer; undefined inputs have no units that can be removed. Shapes include the batch. */
export interface Application {
  readonly layer: Layer;
  readonly inputs: readonly (Channels | undefined)[];
  readonly shapes: readonly Shape[];
  readonly output: Shape;
}

/** Returns the axis of the channels of a tensor, as the layer reads it. */
export function channelAxis(layer: Layer, shape: Shape): number {
  const { dataFormat } = layer.getConfig() as { dataFormat?: string };
  return dataFormat === 'channelsFirst' ? 1 : shape.length - 1;
}

/** Returns the units along an axis; if the input has units along another one, the layer mixes them, and they stay. */
export function along(
  axis: number,
  { layer, inputs: [input] }: Application,
  coupling: Coupling,
): Int32Array | undefined {
  if (input === undefined || input.axis === axis) return input?.units;
  coupling.pin(input.units, layer);
  return undefined;
}

/** A softmax divides by the sum over all units. */
export const dividesBySum = (layer: Layer): boolean => /softmax$/i.test(activationOf(layer));
