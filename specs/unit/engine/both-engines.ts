import { expect, vi } from 'vitest';
import { type EngineName, startEngine } from '../../../src/engine/index.ts';
import { type Tensor, tf } from '../../../src/engine/tensors.ts';
import { createRandom } from '../../../src/random/index.ts';

/** A tensor of numbers in [-1, 1), determined by the seed. */
export function randomTensor(shape: number[], seed: number): Tensor {
  const random = createRandom(seed);
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => 2 * random.uniform() - 1),
    shape,
  );
}

/** The engine compared with pure JavaScript. */
export const compared = (process.env.DNN_ENGINE ?? 'wasm') as EngineName;

/** Computes on the JavaScript engine and on the compared one, and expects results equal within `tolerance` of the largest. */
export async function expectSameOnBothEngines(compute: () => Tensor | Tensor[], tolerance = 1e-4): Promise<void> {
  const results: { shape: number[]; values: number[] }[][] = [];
  for (const engine of ['cpu', compared] as const) {
    await startEngine(engine);
    const before = tf.memory().numTensors;
    results.push(
      tf.tidy(() => [compute()].flat().map((tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] }))),
    );
    expect(tf.memory().numTensors).toBe(before);
  }
  const [expected, actual] = results;
  expected.forEach(({ shape, values }, i) => {
    expect(actual[i].shape).toEqual(shape);
    expectClose(actual[i].values, values, tolerance);
  });
}

/** Expects two lists of numbers to be equal within `tolerance` of the largest. */
export function expectClose(actual: readonly number[], expected: readonly number[], tolerance = 1e-4): void {
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
  const worst = expected.reduce((largest, value, i) => Math.max(largest, Math.abs(value - actual[i])), 0);
  expect(actual).toHaveLength(expected.length);
  expect(actual.every(Number.isFinite)).toBe(true);
  expect(worst / scale).toBeLessThan(tolerance);
}

/**
 * Expects the gradient of f, weighted by random numbers, to equal its difference quotient in every coordinate. The step may be
 * large if f is linear in each operand, like products and pools.
 */
export function expectGradientByDifferences(f: (...x: Tensor[]) => Tensor, operands: Tensor[], step = 0.5): void {
  tf.tidy(() => {
    const weights = randomTensor(f(...operands).shape, 99);
    const weighted = (...x: Tensor[]): Tensor => tf.sum(tf.mul(f(...x), weights));
    const gradients = tf.grads(weighted)(operands);
    operands.forEach((operand, k) => {
      const values = operand.dataSync();
      const quotients = Array.from(values, (_, i) => {
        const at = (shift: number): number =>
          tf.tidy(() => {
            const moved = Float32Array.from(values);
            moved[i] += shift;
            return weighted(
              ...operands.map((other, j) => (j === k ? tf.tensor(moved, operand.shape) : other)),
            ).dataSync()[0];
          });
        return (at(step) - at(-step)) / (2 * step);
      });
      expectClose([...gradients[k].dataSync()], quotients, 1e-3);
    });
  });
}

/** Returns the names of the kernels that the engine runs during `run`, including those within gradients. */
export function kernelsOf(run: () => unknown): string[] {
  const runKernel = vi.spyOn(tf.engine(), 'runKernel');
  tf.tidy(() => void run());
  const names = runKernel.mock.calls.map(([name]) => name);
  runKernel.mockRestore();
  return names;
}
