import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EngineError } from '../../../errors.ts';

/** A TensorFlow folder as installed by its wheels. */
export interface InstalledTensorFlow {
  /** The folder with the libraries and `include`. */
  readonly folder: string;
  /** Version of the wheel; undefined if the folder does not belong to one. */
  readonly version: string | undefined;
}

/** Where to look for TensorFlow; `library` takes precedence. */
export interface Place {
  /** The TensorFlow folder itself. @defaultValue the folder that `python` imports */
  readonly library?: string | undefined;
  /** The Python that has TensorFlow. @defaultValue DNN_PYTHON, or python3 */
  readonly python?: string | undefined;
}

export const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

const header = 'include/tensorflow/c/eager/c_api.h';
const oldest = [2, 16] as const;
const install = 'Install it with "python3 -m pip install tensorflow-cpu", or "tensorflow[and-cuda]" for a GPU';

/**
 * Finds TensorFlow in a folder, or where a Python would import it from, without running it.
 *
 * @throws EngineError - if Python or TensorFlow is missing, its version is not supported, or its library or headers are missing
 */
export function findTensorFlow({ library, python = process.env.DNN_PYTHON || 'python3' }: Place): InstalledTensorFlow {
  const folder = library === undefined ? folderIn(python) : resolve(library);
  const missing = [...libraries, header].find((name) => !existsSync(join(folder, name)));
  if (missing !== undefined) {
    throw new EngineError(
      `${folder} contains no ${missing}.\n` +
        `Expected the folder "tensorflow" of a Linux wheel, version ${oldest.join('.')} or newer.\n${install}.`,
    );
  }
  const version = versionOf(folder);
  if (version !== undefined && !isSupported(version)) {
    throw new EngineError(
      `TensorFlow ${version} was found in ${folder}.\nExpected version ${oldest.join('.')} or newer, below 3.\n` +
        'Install one: python3 -m pip install --upgrade tensorflow-cpu.',
    );
  }
  return { folder: realpathSync(folder), version };
}

/** Whether the binding supports this version of TensorFlow. */
export function isSupported(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  return major === oldest[0] && minor >= oldest[1];
}

function folderIn(python: string): string {
  const program = 'import importlib.util as u; s = u.find_spec("tensorflow"); print(s.origin if s else "")';
  let origin: string;
  try {
    // isolated, because Python would take folders of the project for packages
    origin = execFileSync(python, ['-I', '-c', program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  } catch (cause) {
    const { code, stderr, message } = cause as { code?: string; stderr?: string; message: string };
    const reason = code === 'ENOENT' ? 'there is no such program' : stderr?.trim().split('\n').at(-1) || message;
    throw new EngineError(
      `The Python "${python}" does not run: ${reason}.\n` +
        'Name a Python with TensorFlow by --python or DNN_PYTHON, or the TensorFlow folder by --library.',
      { cause },
    );
  }
  if (origin) return dirname(origin);
  throw new EngineError(
    `The Python "${python}" has no TensorFlow.\n${install},\n` +
      'or name another Python by --python or DNN_PYTHON, or the TensorFlow folder by --library.',
  );
}

/** Reads the version from the wheel's folder beside it, such as `tensorflow_cpu-2.21.0.dist-info`. */
function versionOf(folder: string): string | undefined {
  const wheels = readdirSync(dirname(folder)).map((name) => /^tensorflow(?:_\w+)?-([\d.]+).*\.dist-info$/.exec(name));
  return basename(folder) === 'tensorflow' ? wheels.find((match) => match !== null)?.[1] : undefined;
}
