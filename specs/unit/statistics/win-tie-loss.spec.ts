import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { winTieLoss } from '../../../src/statistics/index.ts';

test('counts a lead of exactly half a point as a tie, for all such pairs of shares of a thousand', () => {
  for (let count = 0; count <= 995; count++) {
    expect(winTieLoss([(count + 5) / 1000], [count / 1000])).toEqual({ wins: 0, ties: 1, losses: 0 });
    expect(winTieLoss([count / 1000], [(count + 5) / 1000])).toEqual({ wins: 0, ties: 1, losses: 0 });
  }
});

test('counts every pair once and is mirrored if x and y are exchanged', () => {
  const share = fc.integer({ min: 0, max: 200 }).map((count) => count / 200);
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share)), (pairs) => {
      const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const { wins, ties, losses } = winTieLoss(x, y);
      expect(wins + ties + losses).toBe(pairs.length);
      expect(winTieLoss(y, x)).toEqual({ wins: losses, ties, losses: wins });
    }),
  );
});

test('uses the margin that is passed', () => {
  expect(winTieLoss([0.6, 0.5, 0.4], [0.5, 0.5, 0.5], 0.05)).toEqual({ wins: 1, ties: 1, losses: 1 });
});

test('rejects unequal lengths', () => {
  expect(() => winTieLoss([1], [])).toThrow('got 1 x values and 0 y values');
});
