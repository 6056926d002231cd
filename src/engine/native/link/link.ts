import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '../../../errors.ts';
import { bindingFile } from '../binding-file.ts';
import { findPackage, hasOwnBinary, nativePackages, type NativeEngineName, type NativePackage } from '../packages.ts';
import { checkBinding } from './check.ts';
import { compile, findCompiler } from './compile.ts';
import { findTensorFlow, isSupported, type Place } from './tensorflow.ts';

export interface LinkOptions extends Place {
  /** @defaultValue the first of node-gpu and node whose package is installed */
  readonly engine?: NativeEngineName | undefined;
}

/**
 * Compiles the binding of this package against an installed TensorFlow, tries it, and puts it where the engine finds it. One
 * that is there already stays until the new one has passed.
 *
 * @param say - takes one line of progress
 * @throws EngineError - that names what is missing
 */
export async function link({ engine, ...place }: LinkOptions, say: (line: string) => void): Promise<void> {
  checkPlatform();
  const [name, wanted] = findEngine(engine);
  say(`${wanted.name} ${wanted.version} in ${wanted.folder}`);
  if (hasOwnBinary(wanted))
    say('It has a binary of its own, which goes first; the linked one is used where that fails.');
  const tensorflow = findTensorFlow(place);
  say(`TensorFlow ${tensorflow.version ?? 'of unknown version'} in ${tensorflow.folder}`);
  const compiler = findCompiler();
  say(compiler.version);

  const target = dirname(bindingFile(wanted));
  const folder = `${target}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    await compile(compiler, tensorflow, folder, (source, index, total) =>
      say(`compiling ${source} (${index} of ${total})`),
    );
    say('one training step in a fresh process');
    const { tensorflow: version, gpu, before, after } = checkBinding(name, join(folder, basename(bindingFile(wanted))));
    if (!isSupported(version)) throw new EngineError(`The library is TensorFlow ${version}, which does not fit.`);
    say(`loss ${before.toFixed(4)}, after the step ${after.toFixed(4)}, on ${gpu ? 'a GPU' : 'the processor'}`);
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
    say(`Engine "${name}" runs on TensorFlow ${version}. Its binding lies in ${target}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findEngine(asked: NativeEngineName | undefined): [NativeEngineName, NativePackage] {
  const names = asked === undefined ? (['node-gpu', 'node'] as const) : [asked];
  for (const name of names) {
    const found = findPackage(name);
    if (!found) continue;
    if (/^4\.(2[2-9]|[3-9]\d)\./.test(found.version)) return [name, found];
    throw new EngineError(
      `${found.name} ${found.version} is installed.\nExpected 4.22.0 or newer, below 5.\n` +
        `Install it: npm i -D ${found.name}@4.22.0 --ignore-scripts.`,
    );
  }
  const missing = nativePackages[names.at(-1) ?? 'node'];
  throw new EngineError(
    `${names.map((name) => nativePackages[name]).join(' and ')}: not installed in ${process.cwd()}.\n` +
      `Install it: npm i -D ${missing}@4.22.0 --ignore-scripts. Its install script, which is not needed, downloads a binary.`,
  );
}

function checkPlatform(): void {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  if (process.platform === 'linux' && header.glibcVersionRuntime !== undefined) return;
  const system = process.platform === 'linux' ? 'Linux without glibc' : process.platform;
  throw new EngineError(
    `This system is ${system}.\nExpected Linux with glibc, for which the wheels of TensorFlow hold a library to link with.\n` +
      'Use engine "wasm", or the binary that the installer of @tensorflow/tfjs-node downloads.',
  );
}
