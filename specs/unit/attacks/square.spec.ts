import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateRobustness } from '../../../src/evaluation/index.ts';
import { pgd, square } from '../../../src/attacks/index.ts';
import { squareL2 } from '../../../src/attacks/squares/square-l2.ts';
import { squareLinf } from '../../../src/attacks/squares/square-linf.ts';
import { canvasOf } from '../../../src/attacks/squares/square-window.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidModelError, NumericalError } from '../../../src/errors.ts';
import { createRandom } from '../../../src/random/index.ts';
import { smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const quick = square.with({ queries: 150 });
const canvas = { height: 6, width: 8, channels: 2 };
const grey = new Float32Array(96).fill(0.5);

/** The rows and columns that many proposals change, and the largest number of rows that one changes. */
function changes(
  make: typeof squareLinf,
  share: number,
  draws = 400,
): { rows: number[]; columns: number[]; side: number } {
  const proposals = make(canvas, 0.25, [0, 1]);
  const stream = createRandom(3);
  const [best, next] = [new Float32Array(96), new Float32Array(96)];
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  let side = 0;
  for (let draw = 0; draw < draws; draw++) {
    proposals.start(best, grey, stream);
    proposals.next(next, best, grey, share, stream);
    const changed = [...next.keys()].filter((at) => next[at] !== best[at]);
    const touched = new Set(changed.map((at) => Math.floor(at / 16)));
    side = Math.max(side, touched.size);
    for (const at of changed) {
      rows.add(Math.floor(at / 16));
      columns.add(Math.floor((at % 16) / 2));
    }
  }
  const sorted = (set: Set<number>): number[] => [...set].sort((a, b) => a - b);
  return { rows: sorted(rows), columns: sorted(columns), side };
}

describe('square', () => {
  test('starts with stripes on the border of the ball', () => {
    const start = new Float32Array(96);
    squareLinf(canvas, 0.25, [0, 1]).start(start, grey, createRandom(1));
    expect(new Set(start)).toEqual(new Set([0.25, 0.75]));
    for (let at = 16; at < 96; at++) expect(start[at]).toBe(start[at % 16]);
    expect(new Set(start.subarray(0, 16)).size).toBe(2);
  });

  test('paints squares at any place, the last row and column included', () => {
    const { rows, columns, side } = changes(squareLinf, 4 / 48);
    expect(rows).toEqual([0, 1, 2, 3, 4, 5]);
    expect(columns).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(side).toBe(2);
  });

  test('stays on the border of the ball in L2', () => {
    const proposals = squareL2(canvas, 0.25, [0, 1]);
    const stream = createRandom(2);
    const [best, next] = [new Float32Array(96), new Float32Array(96)];
    proposals.start(best, grey, stream);
    const size = (values: Float32Array): number => Math.hypot(...values.map((value) => value - 0.5));
    for (let draw = 0; draw < 50; draw++) {
      expect(size(best)).toBeCloseTo(0.25, 5);
      proposals.next(next, best, grey, 0.2, stream);
      best.set(next);
    }
  });

  test('treats an input that is not an image as one row', () => {
    expect(canvasOf([7])).toEqual({ height: 1, width: 7, channels: 1 });
    expect(canvasOf([4, 5])).toEqual({ height: 4, width: 5, channels: 1 });
    expect(canvasOf([2, 3, 4, 5])).toEqual({ height: 1, width: 120, channels: 1 });
    for (const make of [squareLinf, squareL2]) {
      const row = { height: 1, width: 9, channels: 1 };
      const proposals = make(row, 0.25, [0, 1]);
      const [best, next] = [new Float32Array(9), new Float32Array(9)];
      const clean = new Float32Array(9).fill(0.5);
      proposals.start(best, clean, createRandom(1));
      proposals.next(next, best, clean, 0.5, createRandom(2));
      expect(best.some((value) => value !== 0.5)).toBe(true);
      expect(next).not.toEqual(best);
    }
  });

  test.each(['linf', 'l2'] as const)('breaks nearly as many inputs as pgd in %s', async (norm) => {
    const { network, split } = await smallProblem(100);
    const epsilon = norm === 'linf' ? 0.1 : 0.3;
    const share = ({ broken }: { broken: Uint8Array }): number => broken.reduce((sum, flag) => sum + flag, 0) / 80;
    const followed = share(await pgd.with({ norm, stepSize: epsilon / 4 }).run(network, split, { epsilon }));
    const searched = share(await quick.with({ norm }).run(network, split, { epsilon }));
    expect(searched).toBeGreaterThan(followed - 0.1);
  });

  test('needs only predictions', async () => {
    const { network, split } = await smallProblem(30);
    const asked: number[] = [];
    const answers = {
      predict: (inputs: Float32Array, count: number) => {
        asked.push(count);
        return network.predict(inputs, count);
      },
    };
    const [blind, seeing] = [
      await quick.run(answers, split, { epsilon: 0.1 }),
      await quick.run(network, split, { epsilon: 0.1 }),
    ];
    expect(blind).toEqual(seeing);
    expect(asked.length).toBeLessThan(160);
    expect(asked.at(-2)).toBeLessThan(24); // some of the 24 correctly classified inputs have left
    const measured = await evaluateRobustness(answers, split, quick, { epsilon: 0.1 });
    expect(measured).toMatchObject({ subject: 'predictor', cleanAccuracy: 0.8 });
    expect(measured.attackSuccessRate).toBeGreaterThan(0);
  });

  test('rejects predictors with unusable scores, and labels that they do not have', async () => {
    const { network, split } = await smallProblem(5);
    const run = (predict: () => unknown) => quick.run({ predict } as never, split, { epsilon: 0.1 });
    await expect(run(() => ({ data: new Float32Array(2), rows: 2, columns: 1 }))).rejects.toThrow(InvalidModelError);
    await expect(run(() => ({ data: new Float32Array([0, Number.NaN]), rows: 1, columns: 2 }))).rejects.toThrow(
      NumericalError,
    );
    // @ts-expect-error -- pgd follows gradients, which a predictor lacks
    await expect(pgd.run({ predict: network.predict }, split, { epsilon: 0.1 })).rejects.toThrow(
      'pgd: "predictor" has predictions, but no gradients.\nExpected a classifier, because pgd follows the gradient of the loss.',
    );
    const badly = { ...split, labels: split.labels.map(() => 3) };
    await expect(quick.run({ predict: network.predict }, badly, { epsilon: 0.1 })).rejects.toThrow('has label 3.');
  });
});
