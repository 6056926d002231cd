import { InvalidDataError } from '../../errors.ts';
import { itemSize, kindOf } from '../../splits/index.ts';
import type { Split } from '../contract.ts';
import { encodePng } from '../pictures/encode-png.ts';

/**
 * Returns a function from a position to the PNG file of that item, in which a value v is the byte round(255 v).
 *
 * @param format - what they are for, for errors
 * @throws InvalidDataError if the items are no pictures in [0, 1]
 */
export function pngOfItem(split: Split, format: string): (at: number) => Buffer {
  const { inputs, itemShape } = split;
  const [height, width, channels = 1] = itemShape;
  if (kindOf(split, { kind: 'image' }) !== 'image' || (channels !== 1 && channels !== 3)) {
    throw new InvalidDataError(
      `saveSplit: the items have the shape [${itemShape.join(', ')}].\nExpected pictures [height, width, 1 or 3] for the format ${format}. Save them as .npz.`,
    );
  }
  const length = itemSize(split);
  const outside = inputs.findIndex((value) => value < 0 || value > 1);
  if (outside !== -1) {
    throw new InvalidDataError(
      `saveSplit: item ${Math.floor(outside / length)} has the value ${inputs[outside]}.\nExpected values in [0, 1] for the format ${format}. Save them as .npz, or scale them.`,
    );
  }
  return (at) => {
    const values = Uint8Array.from(inputs.subarray(at * length, (at + 1) * length), (value) => Math.round(255 * value));
    return encodePng({ width, height, channels, values });
  };
}

/** The name of the picture of an item, such as 000001.png: all of a split have as many digits. */
export const pngName = (at: number, { size }: Split): string =>
  `${String(at).padStart(String(size - 1).length, '0')}.png`;
