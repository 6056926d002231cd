import { describe, expect, test } from 'vitest';
import { characteristics, type Characteristic } from '../../src/uncertainty/characteristics.ts';
import { acquisitionFunctions, dre } from '../../src/acquisition/index.ts';
import { createRandom } from '../../src/random/index.ts';
import golden from './golden/acquisition.json' with { type: 'json' };

const bytes = Buffer.from(golden.probabilities, 'base64');
const probabilities = {
  rows: golden.rows,
  columns: golden.columns,
  data: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
};
const pool = { size: golden.rows, probabilities };

describe.each(Object.entries(golden.scores))('%s', (name, expected) => {
  const acquisition = acquisitionFunctions[name as keyof typeof golden.scores];

  test('equals the scores of modAL or NumPy for the softmax outputs of a trained network', () => {
    const scores = acquisition.scores?.(pool) ?? new Float64Array(0);
    const worst = scores.reduce((most, score, i) => Math.max(most, Math.abs(score - expected[i])), 0);
    expect(scores).toHaveLength(golden.rows);
    expect(worst).toBeLessThan(1e-6); // modAL divides each row by its sum, which is 1 only to float32 precision
  });

  test('queries in the order of those scores', () => {
    const selected = acquisition.select(pool, golden.rows, createRandom(0));
    for (let k = 1; k < selected.length; k++) {
      expect(expected[selected[k]]).toBeLessThanOrEqual(expected[selected[k - 1]] + 1e-6);
    }
  });
});

describe.each(Object.entries(golden.histograms) as [Characteristic, number[]][])(
  'dre by %s',
  (characteristic, counts) => {
    test("draws the share of each of NumPy's 50 bins, rounded down or up", () => {
      const values = characteristics[characteristic](probabilities);
      const byValue = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
      const binOf = new Int32Array(golden.rows);
      let at = 0;
      counts.forEach((size, bin) => byValue.subarray(at, (at += size)).forEach((index) => (binOf[index] = bin)));

      for (const count of [10, 37, 120]) {
        const drawn = new Int32Array(50);
        for (const index of dre.with({ characteristic }).select(pool, count, createRandom(count)))
          drawn[binOf[index]]++;
        drawn.forEach((number, bin) => {
          const share = (count * counts[bin]) / golden.rows;
          expect([Math.floor(share), Math.ceil(share)], `bin ${bin}`).toContain(number);
        });
      }
    });
  },
);
