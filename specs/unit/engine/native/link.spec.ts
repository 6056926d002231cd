import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { bindingFile } from '../../../../src/engine/native/binding-file.ts';
import { adviceFor } from '../../../../src/engine/native/link/check.ts';
import { findCompiler } from '../../../../src/engine/native/link/compile.ts';
import { findTensorFlow, isSupported, libraries } from '../../../../src/engine/native/link/tensorflow.ts';
import { findPackage, hasOwnBinary } from '../../../../src/engine/native/packages.ts';
import { wantedThreads } from '../../../../src/engine/native/threads.ts';
import { EngineError } from '../../../../src/errors.ts';

const folders: string[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Creates a temporary folder with these empty files. */
function folderOf(...files: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-link-'));
  folders.push(folder);
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file.endsWith('package.json') ? '{ "version": "4.22.0" }' : '');
  }
  return folder;
}

describe('findTensorFlow', () => {
  const header = 'include/tensorflow/c/eager/c_api.h';
  const wheel = [...libraries, header].map((name) => `tensorflow/${name}`);

  test('reads the version from the wheel beside the folder', () => {
    const folder = folderOf(...wheel, 'tensorflow_cpu-2.21.0.dist-info/METADATA');
    const library = join(folder, 'tensorflow');
    expect(findTensorFlow({ library })).toEqual({ folder: library, version: '2.21.0' });
  });

  test('accepts a folder of unknown version', () => {
    const library = folderOf(...libraries, header);
    expect(findTensorFlow({ library })).toEqual({ folder: library, version: undefined });
  });

  test.each([...libraries, header])('rejects a folder without %s', (name) => {
    const library = folderOf(...[...libraries, header].filter((other) => other !== name));
    expect(() => findTensorFlow({ library })).toThrow(`${library} contains no ${name}.`);
  });

  test('rejects an older version', () => {
    const folder = folderOf(...wheel, 'tensorflow-2.9.1.dist-info/METADATA');
    expect(() => findTensorFlow({ library: join(folder, 'tensorflow') })).toThrow(/TensorFlow 2\.9\.1 was found/);
  });

  test('rejects a Python that does not run', () => {
    expect(() => findTensorFlow({ python: '/nowhere/python3' })).toThrow(EngineError);
    expect(() => findTensorFlow({ python: '/nowhere/python3' })).toThrow('there is no such program');
  });
});

test.each([
  ['2.16.2', true],
  ['2.21.0', true],
  ['2.15.1', false],
  ['3.0.0', false],
  ['1.15.5', false],
])('TensorFlow %s is supported: %s', (version, fits) => expect(isSupported(version)).toBe(fits));

test('names the compiler from CXX if it does not run', () => {
  vi.stubEnv('CXX', '/nowhere/g++');
  expect(() => findCompiler()).toThrow('No C++ compiler: /nowhere/g++ from the variable CXX does not run.');
});

test.each([
  ["/lib/libc.so.6: version `GLIBC_2.38' not found", /newer C library/],
  ["/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found", /update libstdc\+\+/],
  ['libtensorflow_cc.so.2: cannot open shared object file: No such file or directory', /link again/],
  ['undefined symbol: TFE_OpReset', /another version than its headers/],
  ['libtensorflow_cc.so.2: wrong ELF class: ELFCLASS32', /same processor/],
  ['something else', /use engine "wasm"/],
])('advises on %s', (message, advice) => expect(adviceFor(message)).toMatch(advice));

describe('the package of an engine', () => {
  const manifest = 'node_modules/@tensorflow/tfjs-node-gpu/package.json';

  test('is found in a project, with and without its binary', () => {
    const [without, own] = [
      folderOf('package.json', manifest),
      folderOf('package.json', manifest, 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node'),
    ].map((project) => findPackage('node-gpu', project));
    expect(without).toMatchObject({ name: '@tensorflow/tfjs-node-gpu', version: '4.22.0' });
    expect([without, own].map((found) => found && hasOwnBinary(found))).toEqual([false, true]);
  });

  test('has its binding beside it, or in the cache of DNN_CACHE_DIR', () => {
    const project = folderOf('package.json', manifest);
    const installed = findPackage('node-gpu', project);
    if (!installed) throw new Error('the package was not found');
    vi.stubEnv('DNN_CACHE_DIR', '');
    const file = 'tensorflow/tfjs-node-gpu/tfjs_binding.node';
    expect(bindingFile(installed)).toBe(join(project, 'node_modules/.cache/vitest-dnn', file));
    vi.stubEnv('DNN_CACHE_DIR', '/cache');
    expect(bindingFile(installed)).toBe(join('/cache', file));
  });
});

test.each(['0', '128', '1.5', 'all', 'abc', ''])('DNN_THREADS of %j is rejected', (threads) => {
  vi.stubEnv('DNN_THREADS', threads);
  expect(() => wantedThreads()).toThrow(`DNN_THREADS is ${JSON.stringify(threads)}`);
});

test('DNN_THREADS is one by default', () => {
  vi.stubEnv('DNN_THREADS', undefined);
  expect(wantedThreads()).toBe(1);
  vi.stubEnv('DNN_THREADS', '4');
  expect(wantedThreads()).toBe(4);
});
