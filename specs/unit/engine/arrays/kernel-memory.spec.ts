import { expect, test } from 'vitest';
import { kernelMemory } from '../../../../src/engine/arrays/kernel-memory.ts';
import { EngineError } from '../../../../src/errors.ts';

test('memory for kernels is zero, and as large as asked for', () => {
  const { buffer, kernels } = kernelMemory(70_000);
  expect(buffer.byteLength).toBeGreaterThanOrEqual(70_000);
  expect(new Uint8Array(buffer).every((byte) => byte === 0)).toBe(true);
  expect(kernels.product64).toBeTypeOf('function');
});

test('more memory than there can be is refused with what to do', () => {
  expect(() => kernelMemory(2 ** 33)).toThrow(EngineError);
  expect(() => kernelMemory(2 ** 33)).toThrow(/There are no 8192 MiB .*\n.*4 GiB.*\nCompare with fewer inputs/);
});
