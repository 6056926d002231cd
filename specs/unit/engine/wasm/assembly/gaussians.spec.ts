import { expect, test } from 'vitest';
import { kernelsIn } from '../../../../../src/engine/wasm/kernels/module.ts';
import { createRandom } from '../../../../../src/random/index.ts';

declare const WebAssembly: { Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer } };

test('exponentials match those of JavaScript within two units in the last place', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { addExponentials } = kernelsIn(memory);
  const [row, sum] = [new Float64Array(memory.buffer, 0, 4), new Float64Array(memory.buffer, 32, 2)];
  const random = createRandom(1);
  const exponential = (x: number): number => {
    row.set([x, -Infinity, -Infinity, -Infinity]);
    sum.set([0, 0]); // an empty sum, in units of e^0
    addExponentials(0, 1, 4, sum.byteOffset);
    return sum[1];
  };
  let worst = 0;
  for (let i = 0; i < 20_000; i++) {
    const x = -650 * random.uniform() ** 4;
    worst = Math.max(worst, Math.abs(exponential(x) / Math.exp(x) - 1));
  }
  expect(worst).toBeLessThan(4.5e-16);
  expect(exponential(0)).toBe(1);
  expect(exponential(-1e9)).toBeLessThan(1e-300);
});
