import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../../src/errors.ts';
import { gatesIn, greys, images, texts } from './data-sets.ts';
import { imagesIn, messageOf, registerMatchers } from './register.ts';

registerMatchers();
const row = (values: readonly number[]) => ({
  inputs: Float32Array.from(values),
  itemShape: [2],
  labels: new Int32Array(values.length / 2),
  size: values.length / 2,
});

describe('toHaveInputsInRange', () => {
  test('takes [0, 1] for images, ids of the encoder for texts and finite numbers for tables', async () => {
    await expect(greys([0, 1, 0.5], [0, 1, 1])).toHaveInputsInRange();
    await expect(greys([0, 1.01], [0, 1])).not.toHaveInputsInRange();
    await expect(texts(['a goal'], ['a vote'])).toHaveInputsInRange();
    await expect(row([1e6, -1e6])).toHaveInputsInRange();
    await expect(row([1, Number.NaN])).not.toHaveInputsInRange();
    await expect(row([1, Infinity])).not.toHaveInputsInRange();
  });

  test('counts values, and shows the items with the first one', async ({ task }) => {
    const dataset = images(greys([0.5, Number.NaN], [0, 1]), greys([7, 0.5], [0, 1]));
    const message = await messageOf(expect(dataset).toHaveInputsInRange());
    expect(message).toContain('at most 0 items with a value outside [0, 1], but it has 2');
    expect(message).toContain('4; 4 values not finite; 4 values outside the range');
    expect(message).toContain('training #1 "bright", row 0, column 0, channel 0 is NaN');
    expect(message).toContain('test #0 "dark", row 0, column 0, channel 0 is 7');
    const [{ findings }] = gatesIn(task);
    expect(imagesIn({ task }).get(findings?.file ?? '')).toBeDefined();
  });

  test('takes bounds per value', async () => {
    await expect(row([1, 5])).toHaveInputsInRange({ inputRange: [0, [1, 5]] });
    await expect(row([1, 6])).not.toHaveInputsInRange({ inputRange: [0, [1, 5]] });
    await expect(row([1, 6])).toHaveInputsInRange({ inputRange: [0, [1, 5]], atMost: 1 });
  });

  test.each([[{ inputRange: [1, 0] }], [{ inputRange: 3 }], [{ inputRange: [0, [1, 2, 3]] }], [{ atMost: '1' }]])(
    'rejects the options %o',
    async (options) => {
      await expect(expect(row([1, 2])).toHaveInputsInRange(options as never)).rejects.toThrow(InvalidOptionError);
    },
  );

  test('rejects splits of different shapes', async () => {
    const dataset = images(greys([1], [0]), row([1, 2]));
    await expect(expect(dataset).toHaveInputsInRange()).rejects.toThrow(InvalidDataError);
  });
});
