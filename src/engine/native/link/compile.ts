import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EngineError } from '../../../errors.ts';
import { type InstalledTensorFlow, libraries } from './tensorflow.ts';

/** What is called, and how it names itself. */
export interface Compiler {
  readonly command: string;
  readonly version: string;
}

const sources = fileURLToPath(new URL('../binding', import.meta.url));
const loader = 'loader.cc';

/**
 * The C++ compiler: that of `CXX`, else g++, clang++ or c++.
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
      // the next one may run
    }
  }
  throw new EngineError(
    `No C++ compiler: ${candidates.join(', ')} ${CXX ? 'of the variable CXX does' : 'do'} not run.\n` +
      'Install one, e.g. "apt-get install g++" or "dnf install gcc-c++", or name one in the variable CXX.',
  );
}

/**
 * The folder of the headers of Node-API: those that came with Node, else those of the package node-api-headers.
 *
 * @throws EngineError - if there are none
 */
export function findHeaders(): string {
  const own = join(dirname(dirname(process.execPath)), 'include/node');
  if (existsSync(join(own, 'node_api.h'))) return own;
  const packaged = join(process.cwd(), 'node_modules/node-api-headers/include');
  if (existsSync(join(packaged, 'node_api.h'))) return packaged;
  throw new EngineError(
    `The headers of Node-API are missing: there is no ${join(own, 'node_api.h')}.\nInstall them: npm i -D node-api-headers.`,
  );
}

/**
 * Compiles the binding's sources one by one. All but the loader become a library that is linked with those of TensorFlow,
 * which stay where they are.
 *
 * @param folder - where `tfjs_binding.node`, the library beside it and the object files go
 * @param progress - told the name of every file before it is compiled
 * @throws EngineError - with what the compiler said
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
        'Expected a compiler of C++17 for the same processor as Node and TensorFlow. Name another in the variable CXX.',
      { cause },
    );
  }
}
