import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EngineError } from '../../../errors.ts';

/** A TensorFlow that lies in a folder, as its wheels install it. */
export interface InstalledTensorFlow {
  /** Holds the libraries and `include`. */
  readonly folder: string;
  /** That of the wheel; undefined where the folder is no part of one. */
  readonly version: string | undefined;
}

/** Where to look; the folder goes first. */
export interface Place {
  readonly library?: string | undefined;
  /** @defaultValue DNN_PYTHON, or python3 */
  readonly python?: string | undefined;
}

export const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

const header = 'include/tensorflow/c/eager/c_api.h';
const oldest = [2, 16] as const;
const install = 'Install it with "python3 -m pip install tensorflow-cpu", or "tensorflow[and-cuda]" for a GPU';

/**
 * Finds TensorFlow in a folder, or where a Python imports it from; nothing of it is run.
 *
 * @throws EngineError - if there is no Python, no TensorFlow, one of another version, or one without library or headers
 */
export function findTensorFlow({ library, python = process.env.DNN_PYTHON || 'python3' }: Place): InstalledTensorFlow {
  const folder = library === undefined ? folderIn(python) : resolve(library);
  const missing = [...libraries, header].find((name) => !existsSync(join(folder, name)));
  if (missing !== undefined) {
    throw new EngineError(
      `${folder} holds no ${missing}.\nExpected the folder "tensorflow" of a wheel for Linux of version ${oldest.join('.')} or newer.\n${install}.`,
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

/** Whether the binding fits that version of TensorFlow. */
export function isSupported(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  return major === oldest[0] && minor >= oldest[1];
}

function folderIn(python: string): string {
  const program = 'import importlib.util as u; s = u.find_spec("tensorflow"); print(s.origin if s else "")';
  let origin: string;
  try {
    // outside of the project, whose folders Python would take for packages
    origin = execFileSync(python, ['-I', '-c', program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  } catch (cause) {
    const { code, stderr, message } = cause as { code?: string; stderr?: string; message: string };
    const reason = code === 'ENOENT' ? 'there is no such program' : stderr?.trim().split('\n').at(-1) || message;
    throw new EngineError(
      `The Python "${python}" does not run: ${reason}.\n` +
        'Name one that has TensorFlow with --python or DNN_PYTHON, or the folder of the library with --library.',
      { cause },
    );
  }
  if (origin) return dirname(origin);
  throw new EngineError(
    `The Python "${python}" has no TensorFlow.\n${install},\n` +
      'or name another Python with --python or DNN_PYTHON, or the folder of the library with --library.',
  );
}

/** Wheels leave a folder such as `tensorflow_cpu-2.21.0.dist-info` beside what they install. */
function versionOf(folder: string): string | undefined {
  const found = readdirSync(dirname(folder)).map((name) => /^tensorflow(?:_\w+)?-([\d.]+).*\.dist-info$/.exec(name));
  return basename(folder) === 'tensorflow' ? found.find((match) => match !== null)?.[1] : undefined;
}
