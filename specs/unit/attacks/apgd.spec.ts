import { beforeAll, describe, expect, test } from 'vitest';
import { apgd, pgd } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidModelError } from '../../../src/errors.ts';
import { linearClassifier, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);

describe('apgd', () => {
  test.each(['linf', 'l2'] as const)('breaks at least as many inputs as pgd in %s', async (norm) => {
    const { network, split } = await smallProblem(100);
    const epsilon = norm === 'linf' ? 0.1 : 0.3;
    const plain = await pgd.with({ stepSize: epsilon / 4, norm }).run(network, split, { epsilon });
    const adaptive = await apgd.with({ steps: 40, loss: 'dlr', norm }).run(network, split, { epsilon });
    expect(count(adaptive.broken)).toBeGreaterThanOrEqual(count(plain.broken));
    expect(count(adaptive.broken)).toBeGreaterThan(0);
  });

  test('reaches the worst corner of the ball for a linear model', async () => {
    const network = linearClassifier([
      [3, 0, 0],
      [0, 1, 0],
      [2, 2, 0],
    ]);
    const split = { inputs: Float32Array.of(0.5, 0.5, 0.5), itemShape: [3], labels: Int32Array.of(0), size: 1 };
    const { adversarial } = await apgd.with({ steps: 10 }).run(network, split, { epsilon: 0.0625 });
    expect([...adversarial].slice(0, 2)).toEqual([0.4375, 0.5625]);
  });

  test.each([
    ['linf', [1, 2]],
    ['l2', [1, 2]],
    ['linf', [-2, -1]],
    ['l2', [-2, -1]],
  ] as const)('walks the same way in %s if the inputs lie in %j, which 0 does not', async (norm, range) => {
    const weights = [
      [3, 0, 1, 1],
      [0, 1, 2, 2],
      [1, 2, 0, 2],
      [2, 1, 3, 0],
      [0, 2, 0, 1],
    ]; // every class has the same sum, so a shift of all inputs changes no probability
    const inputs = Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.125, 0.5, 0.375, 0.25, 0.875, 0);
    const walk = async ([lowest, highest]: readonly [number, number]): Promise<number[]> => {
      const network = linearClassifier(weights, [lowest, highest]);
      const split = {
        inputs: inputs.map((value) => value + lowest),
        itemShape: [5],
        labels: new Int32Array(2),
        size: 2,
      };
      split.labels.set(await network.predictions(split));
      const attack = apgd.with({ norm, steps: 12, loss: 'dlr' });
      const { adversarial } = await attack.run(network, split, { epsilon: 0.25, dropBroken: false });
      return [...adversarial].map((value) => value - lowest);
    };
    const expected = await walk([0, 1]);
    expect(expected).not.toEqual([...inputs]);
    expect(await walk(range)).toEqual(expected.map((value) => expect.closeTo(value, 3) as number));
  });

  test('starts at another point with another seed and in another restart', async () => {
    const { network, split } = await smallProblem();
    const weak = apgd.with({ steps: 1 });
    const run = (seed: number, restarts = 1) => weak.with({ restarts }).run(network, split, { epsilon: 0.01, seed });
    expect((await run(1)).adversarial).not.toEqual((await run(2)).adversarial);
    expect((await run(1)).adversarial).not.toEqual((await run(1, 2)).adversarial);
  });

  test('attempts every target class, at most all other classes', async () => {
    const { network, split } = await smallProblem(10);
    const events: (number | undefined)[] = [];
    const progress = ({ total }: { total?: number }): unknown => events.push(total);
    const attack = apgd.with({ loss: 'dlr', steps: 1, restarts: 2 });
    await attack.run(network, split, { epsilon: 0.001, progress });
    expect(new Set(events)).toEqual(new Set([16])); // 8 correctly classified inputs, twice
    expect(attack.restarts?.(10)).toBe(2);
    expect(attack.with({ loss: 'targeted-dlr' }).restarts?.(10)).toBe(18);
    expect(attack.with({ loss: 'targeted-dlr' }).restarts?.(4)).toBe(6);
  });

  test('rejects a loss that compares more logits than the model has', async () => {
    const { network, split } = await smallProblem(4);
    const attempt = apgd.with({ loss: 'targeted-dlr' }).run(network, split, { epsilon: 0.1 });
    await expect(attempt).rejects.toThrow(InvalidModelError);
    await expect(attempt).rejects.toThrow(
      /has 3 classes.\nExpected at least 4.*\nPass \{ loss: 'ce' \} or \{ loss: 'dlr' \}/,
    );
    const two = linearClassifier([
      [1, 0],
      [0, 1],
    ]);
    const pair = { inputs: Float32Array.of(0.6, 0.4), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    await expect(apgd.with({ loss: 'dlr' }).run(two, pair, { epsilon: 0.1 })).rejects.toThrow('Expected at least 3');
    expect([...(await apgd.run(two, pair, { epsilon: 0.2 })).broken]).toEqual([1]);
  });
});
