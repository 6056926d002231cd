import { describe, expect, test } from 'vitest';
import { currentEngine, describeEngine, startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { EngineError } from '../../../src/errors.ts';

describe('startEngine', () => {
  test('refuses to name an engine before one runs', () => {
    expect(() => currentEngine()).toThrow(EngineError);
  });

  test('starts WebAssembly, once', async () => {
    const engine = await startEngine('wasm');
    expect(engine).toMatchObject({ name: 'wasm', threads: 1 });
    expect(await startEngine('wasm')).toBe(engine);
    expect(currentEngine()).toBe(engine);
    expect(describeEngine(engine)).toMatch(/^wasm \d+\.\d+\.\d+$/);
    expect(tf.getBackend()).toBe('wasm');
  });

  test('leaves the rejections of the process to the test runner', async () => {
    const before = process.listeners('unhandledRejection');
    await startEngine('wasm');
    expect(process.listeners('unhandledRejection')).toEqual(before);
  });

  test('lists the engines when asked for an unknown one', async () => {
    await expect(startEngine('cuda' as 'wasm')).rejects.toThrow(
      'engine is "cuda".\nExpected one of auto, node-gpu, node, wasm, cpu.',
    );
  });

  test('says which package a missing native engine needs', async () => {
    await expect(startEngine('node-gpu')).rejects.toThrow('@tensorflow/tfjs-node-gpu is not installed');
  });
});
