import { beforeAll, expect, test } from 'vitest';
import { gru } from '../../../src/architectures/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import { textEncoder } from '../../../src/text/index.ts';

const encoder = textEncoder({ texts: ['one two three'], length: 4 });

beforeAll(async () => {
  await startEngine();
});

test('has two biases with the reset gate after the product, else one', () => {
  const shapes = (resetAfter: boolean): number[][] => {
    const build = gru.with({ embedding: 8, units: 6, resetAfter });
    return networkOf(build({ itemShape: [4], classes: 3, seed: 1, encoder })).model.weights.map(
      ({ shape }) => shape as number[],
    );
  };
  expect(shapes(true)).toEqual([[5, 8], [8, 18], [6, 18], [2, 18], [6, 3], [3]]);
  expect(shapes(false)).toEqual([[5, 8], [8, 18], [6, 18], [18], [6, 3], [3]]);
});

test('records its options, and refuses others', () => {
  expect(gru.options).toMatchObject({ embedding: 64, units: 64, resetAfter: true });
  expect(() => gru.with({ resetAfter: 1 as never })).toThrow(InvalidOptionError);
});
