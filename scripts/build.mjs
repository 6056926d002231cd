/**
 * Builds `dist`. It compiles kernels to WebAssembly and TypeScript to ES modules with declarations and source maps, and copies the
 * declarations of TensorFlow.js and the C++ sources of the native binding, which users compile.
 *
 * The build is written beside `dist` and swapped in when it is complete, so a failed or interrupted build leaves the last good one
 * in place.
 *
 *   node scripts/build.mjs [--if-stale]    --if-stale builds only when an input changed since the last build
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['src', 'matchers', 'fixtures', 'reporters'];
const configuration = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/build-kernels.mjs',
  'scripts/build-kernel-types.mjs',
  'scripts/build-declarations.mjs',
  'scripts/build-joined.mjs',
  'scripts/build-schemas.mjs',
  'scripts/build-workers.mjs',
  'scripts/tensorflow-types/platform.d.ts',
];
const module = 'src/engine/wasm/kernels/kernels.wasm';
const binding = 'src/engine/native/binding';
const outputs = ['dist/src/index.js', 'dist/report.schema.json', module, join('dist', module), join('dist', binding)];
const stamp = join(root, 'node_modules/.cache/vitest-dnn-build/inputs.sha256');

process.chdir(root);
const inputs = hashOfInputs();
if (process.argv.includes('--if-stale') && isCurrent()) process.exit(0);

const out = `dist-${process.pid}`;
try {
  run('scripts/build-kernels.mjs');
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', out);
  run('scripts/build-declarations.mjs', out);
  run('scripts/build-joined.mjs', out);
  run('scripts/build-schemas.mjs', out);
  rmSync(join(out, 'src/workers/worker.js.map'));
  run('scripts/build-workers.mjs', join(out, 'src/workers'), '../engine/wasm/kernels/kernels.wasm');
  const { reportSchema } = await import(join(root, out, 'src/report/schemas/report.js'));
  writeFileSync(join(out, 'report.schema.json'), `${JSON.stringify(reportSchema, null, 2)}\n`);
  cpSync(module, join(out, module));
  cpSync(binding, join(out, binding), { recursive: true });
  rmSync('dist', { recursive: true, force: true });
  renameSync(out, 'dist');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs);
} catch (error) {
  console.error(`build: ${error.message}\nThe last build in dist is unchanged.`);
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}

function isCurrent() {
  return outputs.every((file) => existsSync(file)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs;
}

/** Returns a hash of the names and contents of all build inputs; compiled kernels are outputs. */
function hashOfInputs() {
  const hash = createHash('sha256');
  const names = [...configuration, ...filesOf(sources)].filter((name) => existsSync(name) && extname(name) !== '.wasm');
  for (const name of names) hash.update(name).update('\0').update(readFileSync(name)).update('\0');
  return hash.digest('hex');
}

function filesOf(folders) {
  const entries = folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }));
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function run(...parameters) {
  execFileSync(process.execPath, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
}
