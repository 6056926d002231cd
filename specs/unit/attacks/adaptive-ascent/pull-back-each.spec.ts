import { beforeAll, expect, test } from 'vitest';
import { logitsOfEach, pullBackEach } from '../../../../src/attacks/adaptive-ascent/pull-back-each.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { linearClassifier } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

const linear = () =>
  linearClassifier([
    [1, 2],
    [3, 4],
  ]);

test('pulls slopes back for each point in a JavaScript array', () => {
  const asked: number[] = [];
  const { logits, gradients } = pullBackEach(
    linear(),
    [Float32Array.of(0.5, 0.25), Float32Array.of(1, 0)],
    (z, at, slope) => {
      asked.push(at);
      slope.set(z.map((value) => value ** 2));
    },
  );
  expect(asked).toEqual([0, 1]);
  expect(logits.map((row) => [...row])).toEqual([
    [1.25, 2],
    [1, 2],
  ]);
  expect(gradients.map((row) => [...row])).toEqual([
    [1.25 ** 2 + 2 * 4, 3 * 1.25 ** 2 + 4 * 4],
    [1 + 2 * 4, 3 + 4 * 4],
  ]);
  expect(logitsOfEach(linear(), [Float32Array.of(1, 0)]).map((row) => [...row])).toEqual([[1, 2]]);
});
