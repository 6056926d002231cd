/**
 * Runs a command on the native engine, after a one-time setup in node_modules/.cache/vitest-dnn-native.
 *
 *   node scripts/native.mjs <program> [parameters]
 *
 * The setup installs @tensorflow/tfjs-node without its install script, and TensorFlow in a virtual environment unless the Python
 * of DNN_PYTHON has it. vitest-dnn-link-tensorflow compiles the binding, again whenever its sources change.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'node_modules/.cache/vitest-dnn-native');
const modules = join(folder, 'node_modules');
const environment = join(folder, 'venv');
const linker = join(root, 'dist/src/engine/native/link/cli.js');
const sources = join(root, 'dist/src/engine/native/binding');

const [program, ...parameters] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
once('tfjs-node', '4.22.0', (version) => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  run('npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', `@tensorflow/tfjs-node@${version}`);
});
const python = findPython();
once('binding', `${python} ${hashOf(sources)}`, () =>
  run(process.execPath, linker, '--engine', 'node', '--python', python),
);

const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
const env = { ...process.env, PATH: path, NODE_PATH: modules, DNN_ENGINE: 'node' };
process.exit(spawnSync(program, parameters, { stdio: 'inherit', env }).status ?? 1);

function findPython() {
  const { DNN_PYTHON: preferred } = process.env;
  const find = 'import importlib.util as u, sys; sys.exit(u.find_spec("tensorflow") is None)';
  if (preferred && spawnSync(preferred, ['-I', '-c', find]).status === 0) return preferred;
  const python = join(environment, 'bin/python');
  once('tensorflow', '2.21.0', (version) => {
    run('python3', '-m', 'venv', environment);
    run(python, '-m', 'pip', 'install', '--quiet', `tensorflow-cpu==${version}`);
  });
  return python;
}

/** Runs `make` unless it already ran for the same key. */
function once(name, key, make) {
  const stamp = join(folder, `${name}.made`);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  make(key);
  writeFileSync(stamp, key);
}

function run(command, ...options) {
  const { status, error } = spawnSync(command, options, { cwd: folder, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`native: ${command} ${options.join(' ')} failed: ${error?.message ?? `exit status ${status}`}`);
  process.exit(1);
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const name of readdirSync(files).sort()) hash.update(name).update(readFileSync(join(files, name)));
  return hash.digest('hex');
}
