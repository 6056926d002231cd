import { expect, test } from 'vitest';
import { badge } from '../../../src/acquisition/index.ts';
import { rowsAt } from '../../../src/matrix/matrix.ts';
import { matrixOf } from './matrix.ts';
import { randomPool, select } from './pool.ts';

/** Returns the full gradient embeddings (p - e_ŷ) ⊗ h. */
function embeddings({ size, probabilities, features }: ReturnType<typeof randomPool>): number[][] {
  return Array.from({ length: size }, (_, i) => {
    const error = Array.from(rowsAt(probabilities, [i]).data);
    error[error.indexOf(Math.max(...error))] -= 1;
    return error.flatMap((e) => Array.from(rowsAt(features, [i]).data, (h) => e * h));
  });
}

const squares = (vector: number[]): number => vector.reduce((sum, value) => sum + value * value, 0);
const distance = (a: number[], b: number[]): number => squares(a.map((value, i) => value - b[i]));

test('starts with the longest gradient', async () => {
  const pool = randomPool(50, 4);
  const norms = embeddings(pool).map(squares);
  expect(await select(badge, pool, 1)).toEqual([norms.indexOf(Math.max(...norms))]);
});

test('draws further inputs with probability proportional to their squared distance to the nearest drawn one', async () => {
  const pool = randomPool(6, 8);
  const gradients = embeddings(pool);
  const first = gradients.map(squares).indexOf(Math.max(...gradients.map(squares)));
  const chances = (drawn: number[]): number[] => {
    const nearest = gradients.map((gradient) =>
      Math.min(...drawn.map((index) => distance(gradient, gradients[index]))),
    );
    return nearest.map((value) => value / nearest.reduce((a, b) => a + b));
  };
  const draws = 1500;
  const times = new Map<string, number>();
  for (let seed = 0; seed < draws; seed++) {
    const [, second, third] = await select(badge, pool, 3, seed);
    times.set(`${second},${third}`, (times.get(`${second},${third}`) ?? 0) + 1);
  }
  let [chiSquare, cells] = [0, -1];
  chances([first]).forEach((chance, second) => {
    if (second === first) return;
    chances([first, second]).forEach((further, third) => {
      const expected = draws * chance * further;
      if (expected === 0 || third === second || third === first) return;
      chiSquare += ((times.get(`${second},${third}`) ?? 0) - expected) ** 2 / expected;
      cells++;
    });
  });
  expect(cells).toBe(19);
  expect(chiSquare).toBeLessThan(50); // one seed in 10,000 exceeds this
});

test('draws uniformly from the remaining inputs if all distances are 0', async () => {
  const pool = {
    size: 5,
    probabilities: matrixOf(Array.from({ length: 5 }, () => [0.7, 0.3])),
    features: matrixOf(Array.from({ length: 5 }, () => [1, 2])),
  };
  const times = new Float64Array(5);
  for (let seed = 0; seed < 800; seed++) times[(await select(badge, pool, 2, seed))[1]]++;
  expect(times[0]).toBe(0);
  for (const drawn of times.slice(1)) expect(Math.abs(drawn - 200)).toBeLessThan(5 * 12.3);
});
