import { beforeAll, expect, test } from 'vitest';
import { lstm } from '../../../src/architectures/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import { readWeights } from '../../../src/models/network/weights.ts';
import { textEncoder } from '../../../src/text/index.ts';

const encoder = textEncoder({ texts: ['one two three'], length: 4 });
const spec = { itemShape: [4], classes: 3, seed: 1, encoder };

beforeAll(async () => {
  await startEngine();
});

test('has the weights of its options', () => {
  const shapes = (options: object): number[][] =>
    networkOf(lstm.with({ embedding: 8, units: 6, ...options })(spec)).model.weights.map(
      ({ shape }) => shape as number[],
    );
  const [embedding, first] = [
    [5, 8],
    [[8, 24], [6, 24], [24]],
  ];
  expect(shapes({})).toEqual([embedding, ...first, [6, 3], [3]]);
  expect(shapes({ layers: 2 })).toEqual([embedding, ...first, [6, 24], [6, 24], [24], [6, 3], [3]]);
  expect(shapes({ bidirectional: true })).toEqual([embedding, ...first, ...first, [12, 3], [3]]);
});

test('starts with orthogonal kernels of states, small embeddings, and forget gates that keep', () => {
  const [embeddings, , states, bias] = readWeights(networkOf(lstm.with({ embedding: 8, units: 6 })(spec)).model);
  expect(Math.max(...embeddings.map(Math.abs))).toBeLessThan(0.05);
  expect(new Set(embeddings).size).toBe(embeddings.length);
  for (let a = 0; a < 6; a++) {
    for (let b = 0; b < 6; b++) {
      const product = Array.from({ length: 24 }, (_, at) => states[a * 24 + at] * states[b * 24 + at]).reduce(
        (x, y) => x + y,
      );
      expect(product).toBeCloseTo(Number(a === b), 5);
    }
  }
  expect([...bias]).toEqual(Array.from({ length: 24 }, (_, at) => Number(at >= 6 && at < 12)));
});

test('records its options, and refuses others', () => {
  expect(lstm.options).toEqual({ embedding: 64, units: 64, layers: 1, bidirectional: false, dropout: 0.5 });
  expect(lstm.with({ units: 32 }).with({ layers: 2 }).options).toMatchObject({ units: 32, layers: 2 });
  for (const wrong of [{ units: 0 }, { layers: 1.5 }, { dropout: 1 }, { resetAfter: true }])
    expect(() => lstm.with(wrong as never)).toThrow(InvalidOptionError);
});

test('refuses an encoder whose padding cannot be skipped', () => {
  const tokenizer = { encode: () => [1], decode: () => '' };
  const own = textEncoder({ tokenizer, vocabularySize: 9, paddingId: 3, length: 4 });
  expect(() => lstm({ ...spec, encoder: own })).toThrow('lstm: the encoder has the padding id 3');
});
