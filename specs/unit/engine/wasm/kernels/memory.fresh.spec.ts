import { expect, test } from 'vitest';
import { startEngine } from '../../../../../src/engine/index.ts';
import type { Backend } from '../../../../../src/engine/wasm/kernels/kernel.ts';
import { tf } from '../../../../../src/engine/tensors.ts';
import { EngineError } from '../../../../../src/errors.ts';

/** Runs in a new process, because memory never shrinks. */
test('an engine without free memory returns no block twice, throws an error, and continues afterwards', async () => {
  await startEngine('wasm');
  const { wasm } = tf.backend() as unknown as Backend;
  const numbers = tf.range(0, 1000);
  const size = 2 ** 29;
  const blocks: number[] = [];
  const fill = (): void => {
    while (blocks.length < 9) blocks.push(wasm._malloc(size));
  };
  expect(fill).toThrow(EngineError);
  expect(blocks.length).toBeGreaterThan(3);
  const ends = blocks.toSorted((a, b) => a - b).map((at) => at + size);
  expect(ends.at(-1)).toBeLessThanOrEqual(wasm.asm.memory.buffer.byteLength);
  for (const [k, at] of blocks
    .toSorted((a, b) => a - b)
    .slice(1)
    .entries())
    expect(at).toBeGreaterThanOrEqual(ends[k]);

  expect(tf.sum(numbers).dataSync()[0]).toBe(499_500);
  blocks.forEach((at) => wasm._free(at));
});
