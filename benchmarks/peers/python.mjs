import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Sources of packages that are not on PyPI. */
const sources = { autoattack: 'autoattack @ git+https://github.com/fra31/auto-attack' };
const environment = 'node_modules/.cache/vitest-dnn-bench';
const ownPython = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/**
 * Finds a Python with the packages of a peer: DNN_PYTHON, or the benchmark's virtual environment.
 *
 * @param packages - versions by package name; an empty version accepts any
 * @param options - `install` creates the virtual environment if needed, and installs missing packages
 * @returns the path as `python`, or the reason why there is none as `missing`
 */
export function findPython(packages, { install }) {
  const wanted = Object.entries(packages).map(
    ([name, version]) => sources[name] ?? (version ? `${name}==${version}` : name),
  );
  const lacks = (python) => Object.entries(packages).filter(([name, version]) => !has(python, name, version));
  if (install && !process.env.DNN_PYTHON && lacks(ownPython).length > 0) make(wanted);
  const python = process.env.DNN_PYTHON ?? ownPython;
  if (!process.env.DNN_PYTHON && !existsSync(python)) {
    return { missing: `No Python with ${wanted.join(', ')}. Name one by DNN_PYTHON, or pass --install.` };
  }
  const missing = lacks(python).map(([name, version]) => `${name} ${version}`.trim());
  if (missing.length === 0) return { python };
  return {
    missing: `${python} has no ${missing.join(', ')}. Install there: pip install ${wanted.join(' ')}`,
  };
}

function has(python, name, version) {
  const code = 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))';
  const { status, stdout } = spawnSync(python, ['-c', code, name], { encoding: 'utf8' });
  return status === 0 && (version === '' || stdout.trim().split('+')[0] === version);
}

function make(wanted) {
  if (!existsSync(ownPython)) spawnSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' });
  spawnSync(ownPython, ['-m', 'pip', 'install', ...wanted], { stdio: 'inherit' });
}
