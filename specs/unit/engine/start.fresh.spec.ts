import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { currentEngine, describeComputation, describeEngine, startEngine } from '../../../src/engine/index.ts';
import { findPackage } from '../../../src/engine/native/packages.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { EngineError } from '../../../src/errors.ts';
import { configure } from '../../../src/settings.ts';

describe('startEngine', () => {
  test('has no current engine before one is started', () => {
    expect(() => currentEngine()).toThrow(EngineError);
  });

  test('starts WebAssembly once', async () => {
    const engine = await startEngine('wasm');
    expect(engine).toMatchObject({ name: 'wasm', threads: 1 });
    expect(await startEngine('wasm')).toBe(engine);
    expect(currentEngine()).toBe(engine);
    expect(describeEngine(engine)).toMatch(/^wasm \d+\.\d+\.\d+$/);
    expect(describeComputation({ ...engine, threads: 4 })).toBe(`${describeEngine(engine)}, 4 threads`);
    expect(tf.getBackend()).toBe('wasm');
  });

  test('leaves unhandled rejections to the test runner', async () => {
    const before = process.listeners('unhandledRejection');
    await startEngine('wasm');
    expect(process.listeners('unhandledRejection')).toEqual(before);
  });

  test('rejects an unknown engine and lists the known ones', async () => {
    await expect(startEngine('cuda' as 'wasm')).rejects.toThrow(
      'engine is "cuda".\nExpected one of auto, node-gpu, node, wasm, cpu.',
    );
  });

  test('names DNN_ENGINE if the unknown name came from it', async () => {
    vi.stubEnv('DNN_ENGINE', 'tpu');
    await expect(startEngine(configure({}).engine)).rejects.toThrow('DNN_ENGINE is "tpu".');
  });

  test('warns that JavaScript is slow and names the faster engine', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await startEngine('cpu')).toMatchObject({ name: 'cpu', threads: 1 });
    expect(said.mock.calls.flat().filter((line) => String(line).includes('slower than "wasm"'))).toHaveLength(1);
    await startEngine('wasm');
  });

  test('names the package of a missing native engine', async () => {
    await expect(startEngine('node-gpu')).rejects.toThrow('@tensorflow/tfjs-node-gpu is not installed');
  });

  describe.skipIf(findPackage('node'))('with a native package that does not load', () => {
    test('fails with its cause if requested by name, and is skipped with a warning otherwise', async () => {
      inProjectWith('@tensorflow/tfjs-node', "throw new Error('libtensorflow.so.2: no such file');");
      const failure = await startEngine('node').catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(EngineError);
      expect((failure as EngineError).message).toContain(
        '@tensorflow/tfjs-node 4.22.0 is installed but does not start: libtensorflow.so.2: no such file',
      );
      expect((failure as EngineError).cause).toBeInstanceOf(Error);

      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      expect(await startEngine('auto')).toMatchObject({ name: 'wasm' });
      expect(said.mock.calls.flat().join('')).toContain('libtensorflow.so.2: no such file');
    });

    test('is silent about the second copy of TensorFlow.js that the package loads', async () => {
      const copy = createRequire(import.meta.url).resolve('@tensorflow/tfjs-core/dist/tf-core.js');
      inProjectWith('@tensorflow/tfjs-node', `require(${JSON.stringify(copy)}); throw new Error('stop');`);
      const warned = vi.spyOn(console, 'warn').mockReturnValue();
      await expect(startEngine('node')).rejects.toThrow('stop');
      expect(warned.mock.calls).toEqual([]);
      expect(tf.env().getBool('PROD')).toBe(false);
    });
  });
});

const home = process.cwd();
const folders: string[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  configure({ engine: 'auto' });
  process.chdir(home);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Changes to a temporary project with one installed package whose entry point is this code. */
function inProjectWith(name: string, code: string): void {
  const project = mkdtempSync(join(tmpdir(), 'vitest-dnn-engine-'));
  folders.push(project);
  const folder = join(project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '4.22.0', main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), code);
  process.chdir(project);
}
