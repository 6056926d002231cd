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
 * Compiles this package's binding against an installed TensorFlow, tests it, and installs it where the engine finds it. An existing
 * binding is replaced only after the new one has passed.
 *
 * @param say - called with each line of progress
 * @throws EngineError - names the missing or failing part
 */
export async function link({ engine, ...place }: LinkOptions, say: (line: string) => void): Promise<void> {
  checkPlatform();
  const [name, wanted] = findEngine(engine);
  say(`${wanted.name} ${wanted.version} in ${wanted.folder}`);
  if (hasOwnBinary(wanted))
    say('The package has its own binary, which is tried first; the linked one is used if it fails.');
  const tensorflow = findTensorFlow(place);
  say(`TensorFlow ${tensorflow.version ?? '(unknown version)'} in ${tensorflow.folder}`);
  const compiler = findCompiler();
  say(compiler.version);

  const target = dirname(bindingFile(wanted));
  const folder = `${target}-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    await compile(compiler, tensorflow, folder, (source, index, total) =>
      say(`compiling ${source} (${index} of ${total})`),
    );
    say('running one training step in a new process');
    const { tensorflow: version, gpu, before, after } = checkBinding(name, join(folder, basename(bindingFile(wanted))));
    if (!isSupported(version)) throw new EngineError(`The library is TensorFlow ${version}, which is not supported.`);
    say(`loss ${before.toFixed(4)}, after the step ${after.toFixed(4)}, on ${gpu ? 'a GPU' : 'the processor'}`);
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
    say(`Engine "${name}" runs on TensorFlow ${version}. Its binding is in ${target}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findEngine(asked: NativeEngineName | undefined): [NativeEngineName, NativePackage] {
  const names = asked === undefined ? (['node-gpu', 'node'] as const) : [asked];
  for (const name of names) {
    const installed = findPackage(name);
    if (!installed) continue;
    if (/^4\.(2[2-9]|[3-9]\d)\./.test(installed.version)) return [name, installed];
    throw new EngineError(
      `${installed.name} ${installed.version} is installed.\nExpected 4.22.0 or newer, below 5.\n` +
        `Install it: npm i -D ${installed.name}@4.22.0 --ignore-scripts.`,
    );
  }
  const missing = nativePackages[names.at(-1) ?? 'node'];
  throw new EngineError(
    `${names.map((name) => nativePackages[name]).join(' and ')}: not installed in ${process.cwd()}.\n` +
      `Install it: npm i -D ${missing}@4.22.0 --ignore-scripts. The skipped script downloads a binary that is not needed.`,
  );
}

function checkPlatform(): void {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  if (process.platform === 'linux' && header.glibcVersionRuntime !== undefined) return;
  const system = process.platform === 'linux' ? 'Linux without glibc' : process.platform;
  throw new EngineError(
    `This system is ${system}.\nExpected Linux with glibc: only its TensorFlow wheels contain a library to link with.\n` +
      'Use engine "wasm", or the binary that the installer of @tensorflow/tfjs-node downloads.',
  );
}
