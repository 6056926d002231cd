import { expect, test } from 'vitest';
import { kernelMemory } from '../../../../src/engine/arrays/kernel-memory.ts';
import { EngineError } from '../../../../src/errors.ts';

test('memory for kernels is filled with zeros and has the requested size', () => {
  const { buffer, kernels } = kernelMemory(70_000);
  expect(buffer.byteLength).toBeGreaterThanOrEqual(70_000);
  expect(new Uint8Array(buffer).every((byte) => byte === 0)).toBe(true);
  expect(kernels.product64).toBeTypeOf('function');
});

test('rejects more memory than can exist, with advice', () => {
  expect(() => kernelMemory(2 ** 33)).toThrow(EngineError);
  expect(() => kernelMemory(2 ** 33)).toThrow(/kernels need 8192 MiB of memory.*\n.*4 GiB.*\nCompare fewer inputs/);
});
