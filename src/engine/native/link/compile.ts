import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EngineError } from '../../../errors.ts';
import { type InstalledTensorFlow, libraries } from './tensorflow.ts';

/** A C++ compiler: its command, and the first line that it prints about its version. */
export interface Compiler {
  readonly command: string;
  readonly version: string;
}

const sources = fileURLToPath(new URL('../binding', import.meta.url));
const loader = 'loader.cc';

/**
 * Finds the C++ compiler: the one named by `CXX`, else the first of g++, clang++ and c++ that runs.
 *
 * @throws EngineError - if none runs
 */
export function findCompiler(): Compiler {
  const { CXX } = process.env;
  const candidates = CXX ? [CXX] : ['g++', 'clang++', 'c++'];
  for (const command of candidates) {
    try {
      const [version] = execFileSync(command, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).split('\n');
      return { command, version };
    } catch {
      // try the next one
    }
  }
  throw new EngineError(
    `No C++ compiler: ${candidates.join(', ')} ${CXX ? 'from the variable CXX does' : 'do'} not run.\n` +
      'Install one, e.g. "apt-get install g++" or "dnf install gcc-c++", or name one in the variable CXX.',
  );
}

/**
 * Finds the folder of the Node-API headers: the ones that came with Node, else the package node-api-headers.
 *
 * @throws EngineError - if neither exists
 */
export function findHeaders(): string {
  const installed = join(dirname(dirname(process.execPath)), 'include/node');
  if (existsSync(join(installed, 'node_api.h'))) return installed;
  const packaged = join(process.cwd(), 'node_modules/node-api-headers/include');
  if (existsSync(join(packaged, 'node_api.h'))) return packaged;
  throw new EngineError(
    `The Node-API headers are missing: there is no ${join(installed, 'node_api.h')}.\nInstall them: npm i -D node-api-headers.`,
  );
}

/**
 * Compiles the binding's sources one by one. All but the loader become a library, linked with TensorFlow's libraries, which are
 * not moved.
 *
 * @param folder - receives `tfjs_binding.node`, the library beside it and the object files
 * @param progress - called with the name of each file before it is compiled
 * @throws EngineError - with the compiler's messages
 */
export async function compile(
  { command }: Compiler,
  tensorflow: InstalledTensorFlow,
  folder: string,
  progress: (file: string, index: number, total: number) => void,
): Promise<void> {
  const files = readdirSync(sources).filter((name) => name.endsWith('.cc'));
  const include = ['-I', findHeaders(), '-isystem', join(tensorflow.folder, 'include')];
  const vectors = ['-O3', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=off'];
  const options = ['-std=c++17', ...vectors, '-fPIC', '-fvisibility=hidden', '-DNAPI_VERSION=8', ...include];
  const objects: string[] = [];
  for (const [index, file] of files.entries()) {
    progress(file, index + 1, files.length);
    const object = join(folder, file.replace(/\.cc$/, '.o'));
    await run(command, [...options, '-c', join(sources, file), '-o', object]);
    if (file !== loader) objects.push(object);
  }
  const linked = libraries.map((name) => join(tensorflow.folder, name));
  const search = `-Wl,-rpath,${tensorflow.folder}`;
  await run(command, ['-shared', ...objects, ...linked, search, '-o', join(folder, 'tensorflow_binding.so')]);
  const entry = join(folder, loader.replace(/\.cc$/, '.o'));
  await run(command, ['-shared', entry, '-ldl', '-o', join(folder, 'tfjs_binding.node')]);
  for (const object of [...objects, entry]) rmSync(object);
}

async function run(command: string, parameters: string[]): Promise<void> {
  try {
    await promisify(execFile)(command, parameters, { maxBuffer: 64e6 });
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string };
    throw new EngineError(
      `${command} does not compile the binding.\n\n${(stderr || message).trim()}\n\n` +
        'Expected a C++17 compiler for the same processor as Node and TensorFlow.\nName another one in the variable CXX.',
      { cause },
    );
  }
}
