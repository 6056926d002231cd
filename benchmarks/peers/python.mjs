import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const torch = '2.13.0';
const environment = 'node_modules/.cache/vitest-dnn-bench';
const ownPython = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/**
 * A Python that has PyTorch: that of DNN_PYTHON, or of the benchmark's own virtual environment.
 *
 * @param options - `install` makes the virtual environment where it is missing
 * @returns the path, or why there is none
 */
export function findPython({ install }) {
  if (install && !process.env.DNN_PYTHON && !has(ownPython)) make();
  const python = process.env.DNN_PYTHON ?? ownPython;
  if (!process.env.DNN_PYTHON && !existsSync(python)) {
    return { missing: `No Python with torch ${torch}. Name one in DNN_PYTHON, or run npm run bench -- --install.` };
  }
  return has(python)
    ? { python }
    : { missing: `${python} has no torch ${torch}. Install it there: pip install torch==${torch} numpy` };
}

function has(python) {
  const { status, stdout } = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
  return status === 0 && stdout.trim().split('+')[0] === torch;
}

function make() {
  spawnSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' });
  spawnSync(ownPython, ['-m', 'pip', 'install', `torch==${torch}`, 'numpy'], { stdio: 'inherit' });
}
