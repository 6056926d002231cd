import { channelsFirst } from '../channels-first.ts';
import type { Batch, Description, ServiceOptions } from './contract.ts';
import { Unusable } from './failures.ts';

/** The items in the form of a request. @throws Unusable if they do not fit the input of the model */
export function itemsOf(inputs: Float32Array, count: number, description: Description, options: ServiceOptions): Batch {
  const length = inputs.length / count;
  const { shape = [length], datatype } = description;
  const size = shape.reduce((product, each) => product * each, 1);
  if (size !== length)
    throw new Unusable(
      `its input has the shape [${shape.join(', ')}], and an item has ${length} values. Pass data that fit it, or the option shape`,
    );
  if (datatype && /INT/.test(datatype) && isNarrow(options.inputRange))
    throw new Unusable(
      `its input has the type ${datatype}, and inputs within 2 units would be rounded to nothing. Pass an inputRange such as [0, 255]`,
    );
  if (options.channels !== 'first') return { values: inputs, count, shape };
  if (shape.length === 3) return { values: channelsFirst(inputs, shape), count, shape };
  throw new Unusable(
    `its input has the shape [${shape.join(', ')}], and channels is 'first'. Pass the option shape: [channels, height, width]`,
  );
}

/** Whether no value can move by 2. */
function isNarrow([low, high]: readonly [unknown, unknown] = [0, 1]): boolean {
  const [lows, highs] = [low, high].map((bound) => [bound].flat() as number[]);
  return highs.every((bound, at) => bound - (lows[at] ?? lows[0]) < 2);
}
