import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InvalidModelError } from '../../errors.ts';
import { isMissingPackage } from '../../missing-package.ts';
import { cutMiddle, plainLine } from '../../plain-text.ts';
import { openFile } from '../files/broken.ts';

/** The packages that run ONNX models, in the order in which they are tried, and whether they open files by themselves. */
const runtimes = { 'onnxruntime-node': true, 'onnxruntime-web': false } as const;
export type RuntimeName = keyof typeof runtimes;
export const runtimeNames = Object.keys(runtimes) as RuntimeName[];

type Values = Float32Array | Float64Array | Int32Array | Uint8Array | Uint16Array | Int8Array | BigInt64Array;

/** A tensor of ONNX Runtime. */
export interface OrtTensor {
  readonly dims: readonly number[];
  readonly type: string;
  readonly data: ArrayLike<number | bigint>;
}

/** An input of a session; a size that is not fixed is a name, or negative. */
export interface OrtInput {
  readonly name: string;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}

/** The part of a session of ONNX Runtime that is used. */
export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Absent before version 1.22. */
  readonly inputMetadata?: readonly OrtInput[];
  run(feeds: Readonly<Record<string, OrtTensor>>, outputs: readonly string[]): Promise<Record<string, OrtTensor>>;
}

/** The part of the package that is used. */
export interface Ort {
  readonly InferenceSession: { create(model: string | Uint8Array, options?: object): Promise<Session> };
  readonly Tensor: new (type: string, data: Values, dims: readonly number[]) => OrtTensor;
}

/** An installed ONNX Runtime. */
export interface Runtime {
  readonly name: RuntimeName;
  /** Whether it opens files, with the external data beside them, by itself. */
  readonly readsFiles: boolean;
  readonly ort: Ort;
}

/**
 * Loads ONNX Runtime, which is not among the dependencies of this package.
 *
 * @param wanted - the packages to try
 * @throws InvalidModelError if none is installed or loads
 */
export async function loadRuntime(wanted: readonly RuntimeName[]): Promise<Runtime> {
  const reasons: string[] = [];
  for (const name of wanted) {
    try {
      const module = (await import(name)) as Partial<Ort> & { readonly default?: Ort };
      return {
        name,
        readsFiles: runtimes[name],
        ort: module.InferenceSession ? (module as Ort) : (module.default as Ort),
      };
    } catch (error) {
      reasons.push(`${name} ${isMissingPackage(error) ? 'is not installed' : `does not load: ${reasonOf(error)}`}`);
    }
  }
  throw new InvalidModelError(
    `onnxPredictor: ${reasons.join('; ')}.\nExpected ONNX Runtime beside this package.\n` +
      'Run ONNXRUNTIME_NODE_INSTALL=skip npm i -D onnxruntime-node (the variable skips the download for CUDA), or npm i -D onnxruntime-web.',
  );
}

/**
 * Opens a model. Values outside the file have to lie beside it.
 *
 * @throws InvalidModelError if the file cannot be read or run
 */
export async function openSession({ name, ort, readsFiles }: Runtime, path: string): Promise<Session> {
  const file = await openFile(path);
  await file.close();
  try {
    if (readsFiles) return await ort.InferenceSession.create(path);
    const model = await readFile(path);
    return await ort.InferenceSession.create(model, { externalData: await filesBeside(path, model) });
  } catch (error) {
    throw refused(name, path, reasonOf(error));
  }
}

/** The files beside a model that it names. Only names of that folder are compared, so no path of the file is followed. */
async function filesBeside(path: string, model: Buffer): Promise<{ path: string; data: Uint8Array }[]> {
  const entries = await readdir(dirname(path), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name !== basename(path)).map((entry) => entry.name);
  const named = names.filter((entry) => model.includes(entry));
  return Promise.all(named.map(async (entry) => ({ path: entry, data: await readFile(join(dirname(path), entry)) })));
}

function refused(runtime: RuntimeName, path: string, reason: string): InvalidModelError {
  const [, version, latest] = /IR version: (\d+), max supported IR version: (\d+)/.exec(reason) ?? [];
  if (version === undefined) {
    return new InvalidModelError(
      `onnxPredictor: ${runtime} cannot run ${path}: ${reason}.\nExpected an ONNX model that it supports.\n` +
        'Check the model with onnx.checker, and keep files with external data beside it.',
    );
  }
  return new InvalidModelError(
    `onnxPredictor: ${path} has the IR version ${version}.\nExpected at most ${latest}, the newest that the installed ${runtime} reads.\n` +
      `Update ${runtime}, or save the model with the older version in Python: model.ir_version = ${latest}; onnx.save(model, path).`,
  );
}

/** The message of an error, without the lines of source code that ONNX Runtime puts before it. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const spoken = message.replace(/\S*\/onnxruntime\/\S+?:\d+ .*?\) (?=[A-Z])/s, '');
  return cutMiddle(plainLine(spoken.trim().replace(/\.$/, '')), 600);
}
