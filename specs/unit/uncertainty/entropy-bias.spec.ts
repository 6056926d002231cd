import { expect, test } from 'vitest';
import { dre, maxEntropy, randomSampling } from '../../../src/acquisition/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { entropyBias } from '../../../src/uncertainty/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { poolOf } from '../acquisition/matrix.ts';

const random = createRandom(3);
const pool = poolOf(
  ...Array.from({ length: 2000 }, () => {
    const p = random.uniform() ** 3;
    return [p, 1 - p];
  }),
);

test('is 0 for the whole pool and log 2 for a selection that shares no entropies with the rest', () => {
  expect(
    entropyBias(
      pool.probabilities,
      Int32Array.from({ length: 2000 }, (_, i) => i),
    ),
  ).toBe(0);
  const lonely = poolOf([0.5, 0.5], ...Array.from({ length: 9999 }, () => [1, 0]));
  expect(entropyBias(lonely.probabilities, [0])).toBeCloseTo(Math.LN2, 2);
});

test('is lowest for dre, then random sampling, then maximum entropy', () => {
  const bias = [dre, randomSampling, maxEntropy].map((acquisition) =>
    entropyBias(pool.probabilities, acquisition.select(pool, 200, createRandom(1))),
  );
  expect(bias[0]).toBeLessThan(bias[1]);
  expect(bias[1]).toBeLessThan(bias[2]);
});

test('a selection that is a revoked proxy is refused', () => {
  const { proxy, revoke } = Proxy.revocable([0], {});
  revoke();
  expect(() => entropyBias({ data: Float32Array.of(0.5, 0.5), rows: 1, columns: 2 }, proxy as never)).toThrow(
    InvalidOptionError,
  );
});
