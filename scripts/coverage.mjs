/**
 * Measures the line coverage of the unit, contract and reference specs with c8, and fails below the threshold.
 *
 * The specs run against the compiled package (see specs/coverage.config.ts). Modules that no spec loads count as uncovered.
 * Excluded are modules with types only, which compile to nothing, and the kernels, which are WebAssembly.
 *
 *   node scripts/coverage.mjs [vitest filters]
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const lines = 90;
const folders = ['src', 'matchers', 'fixtures', 'reporters'];
const node = (...parameters) => spawnSync(process.execPath, parameters, { stdio: 'inherit' }).status ?? 1;

if (node('scripts/build.mjs', '--if-stale') !== 0) process.exit(1);
rmSync('coverage', { recursive: true, force: true });

const c8 = [
  ...['--all', '--clean', '--temp-directory', 'coverage/tmp', '--reports-dir', 'coverage'],
  ...['--reporter', 'text', '--reporter', 'lcovonly', '--reporter', 'json-summary'],
  ...['--check-coverage', '--lines', lines, '--branches', 0, '--functions', 0, '--statements', 0],
  ...['dist', ...folders].flatMap((folder) => ['--include', `${folder}/**`]),
  ...['**/*.d.ts', 'src/engine/wasm/assembly/**', ...typeOnlyModules()].flatMap((file) => ['--exclude', file]),
  '--exclude-after-remap',
];
const vitest = [
  ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'specs/coverage.config.ts'],
  ...['unit', 'fresh', 'contract', 'reference'].flatMap((project) => ['--project', project]),
  ...process.argv.slice(2),
];
process.exit(node('node_modules/c8/bin/c8.js', ...c8.map(String), ...vitest));

/** Returns the compiled modules without a statement, and their sources. */
function typeOnlyModules() {
  return readdirSync('dist', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => /^\s*export \{\};\s*(\/\/# sourceMappingURL=.*)?\s*$/.test(readFileSync(file, 'utf8')))
    .flatMap((file) => [file, relative('dist', file).replace(/\.js$/, '.ts')]);
}
