import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Finished, run } from '../support/project.ts';

const linker = join(process.cwd(), 'dist/src/engine/native/link/cli.js');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A project with these files; files in `bin` are executable. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-link-'));
  folders.push(folder);
  for (const [name, text] of Object.entries({ 'package.json': '{ "private": true }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    if (name.startsWith('bin/')) chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const engine = { 'node_modules/@tensorflow/tfjs-node/package.json': '{ "version": "4.22.0" }' };
const wheel = {
  'tensorflow/libtensorflow_cc.so.2': '',
  'tensorflow/libtensorflow_framework.so.2': '',
  'tensorflow/include/tensorflow/c/eager/c_api.h': '#error "these headers are empty"\n',
};

function link(folder: string, parameters: string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return run(process.execPath, [linker, ...parameters], folder, environment);
}

test('the linker prints its options', async () => {
  const { status, output } = await link(project(), ['--help']);
  expect(output).toMatch(/--python <program>[^]*--library <folder>[^]*--engine <name>/);
  expect(status).toBe(0);
});

describe.runIf(process.platform === 'linux')('the linker fails and explains', () => {
  test('an unknown option', async () => {
    expect(await link(project(), ['--gpu'])).toMatchObject({ status: 1, output: expect.stringContaining("'--gpu'") });
    expect(await link(project(), ['--engine', 'cuda'])).toMatchObject({
      status: 1,
      output: expect.stringContaining('--engine is "cuda". Expected node or node-gpu.'),
    });
  });

  test('a missing package of the engine', async () => {
    const { status, output } = await link(project());
    expect(output).toContain('@tensorflow/tfjs-node-gpu and @tensorflow/tfjs-node: not installed');
    expect(output).toContain('npm i -D @tensorflow/tfjs-node@4.22.0 --ignore-scripts');
    expect(status).toBe(1);
  });

  test('another version of the package', async () => {
    const folder = project({ 'node_modules/@tensorflow/tfjs-node/package.json': '{ "version": "3.9.0" }' });
    const { status, output } = await link(folder);
    expect(output).toContain('@tensorflow/tfjs-node 3.9.0 is installed.\nExpected 4.22.0 or newer, below 5.');
    expect(status).toBe(1);
  });

  test('a missing Python', async () => {
    const { status, output } = await link(project(engine), ['--python', '/nowhere/python3']);
    expect(output).toContain('The Python "/nowhere/python3" does not run: there is no such program.');
    expect(status).toBe(1);
  });

  test('a Python without TensorFlow', async () => {
    const folder = project({ ...engine, 'bin/python3': '#!/bin/sh\necho\n' });
    const { status, output } = await link(folder, [], { DNN_PYTHON: join(folder, 'bin/python3') });
    expect(output).toMatch(/The Python ".*bin\/python3" has no TensorFlow\.\nInstall it with "python3 -m pip install/);
    expect(status).toBe(1);
  });

  test('a missing library', async () => {
    const folder = project({ ...engine, 'tensorflow/README': '' });
    const { status, output } = await link(folder, ['--library', 'tensorflow']);
    expect(output).toContain('tensorflow contains no libtensorflow_cc.so.2.');
    expect(status).toBe(1);
  });

  test('a library that is too old', async () => {
    const folder = project({ ...engine, ...wheel, 'tensorflow_cpu-2.9.1.dist-info/METADATA': '' });
    const { status, output } = await link(folder, ['--library', 'tensorflow']);
    expect(output).toMatch(/TensorFlow 2\.9\.1 was found in .*\nExpected version 2\.16 or newer, below 3\./);
    expect(status).toBe(1);
  });

  test('a missing compiler', async () => {
    const folder = project({ ...engine, ...wheel });
    const { status, output } = await link(folder, ['--library', 'tensorflow'], { PATH: join(folder, 'bin') });
    expect(output).toContain('No C++ compiler: g++, clang++, c++ do not run.\nInstall one');
    expect(status).toBe(1);
  });

  test('headers that do not compile, and removes its folder', async () => {
    const folder = project({
      ...engine,
      ...wheel,
      'bin/c++': '#!/bin/sh\n[ "$1" = --version ] || { echo no such header >&2; exit 1; }\n',
    });
    const { status, output } = await link(folder, ['--library', 'tensorflow'], { CXX: join(folder, 'bin/c++') });
    expect(output).toMatch(/compiling attributes\.cc \(1 of \d+\)/);
    expect(output).toMatch(/c\+\+ does not compile the binding\.\n\nno such header\n\n/);
    expect(status).toBe(1);
    const left = await run('ls', ['-A', 'node_modules/.cache/vitest-dnn/tensorflow'], folder);
    expect(left.output).toBe('');
  });
});
