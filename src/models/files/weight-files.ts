import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { tf } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import { isObject } from '../../options.ts';
import { cutMiddle } from '../../plain-text.ts';
import { show } from '../../show.ts';
import { broken, openFile } from './broken.ts';

type Spec = tf.io.WeightsManifestEntry;

/** Bytes per value of the element types that the format stores. */
const widths: Readonly<Record<string, number>> = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1, bool: 1 };

/** The weights that a manifest describes, and the files that hold them, one after another. */
export interface WeightList {
  readonly specs: Spec[];
  readonly paths: readonly string[];
  readonly bytes: number;
  /** Bytes per weight. */
  readonly sizes: readonly number[];
}

/**
 * Checks the manifest of a model.
 *
 * @param path - of model.json
 * @throws InvalidModelError if a part has another type, a weight occurs twice, or a file lies outside the folder of model.json
 */
export function weightsIn(path: string, manifest: readonly unknown[]): WeightList {
  const groups = manifest.map((group, i) => {
    if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights))
      throw malformed(path, `weightsManifest[${i}] is ${show(group)}`, 'an object with the lists paths and weights');
    return group as { paths: unknown[]; weights: unknown[] };
  });
  const specs = groups.flatMap(({ weights }) => weights.map((spec) => checkSpec(path, spec)));
  const seen = new Set<string>();
  const twice = specs.find(({ name }) => seen.size === seen.add(name).size);
  if (twice) throw malformed(path, `the weight "${twice.name}" occurs twice`, 'one entry per weight');
  const sizes = specs.map(sizeOf);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (!Number.isSafeInteger(bytes)) throw malformed(path, `its weights have ${bytes} bytes`, 'weights that fit a file');
  const files = groups.flatMap(({ paths }) => paths.map((file) => checkPath(path, file)));
  return { specs, bytes, sizes, paths: files.map((file) => join(dirname(path), file)) };
}

function checkSpec(path: string, spec: unknown): Spec {
  if (!isObject(spec) || typeof spec.name !== 'string')
    throw malformed(path, `a weight is ${show(spec)}`, 'an object with name, shape and dtype');
  const { name, shape, dtype, quantization } = spec;
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) >= 0;
  if (!Array.isArray(shape) || !shape.every(isSize))
    throw malformed(path, `the weight "${name}" has the shape ${show(shape)}`, 'a list of sizes');
  if (!isWidth(dtype)) throw malformed(path, `the weight "${name}" has the dtype ${show(dtype)}`, knownWidths);
  if (quantization === undefined) return spec as unknown as Spec;
  const { dtype: stored, scale, min } = Object(quantization) as Readonly<Record<string, unknown>>;
  const isScaled = stored !== 'uint8' && stored !== 'uint16' ? stored === 'float16' : isFinite(scale) && isFinite(min);
  if (!isObject(quantization) || !isScaled)
    throw malformed(
      path,
      `the weight "${name}" has the quantization ${show(quantization)}`,
      'a dtype of uint8 or uint16 with finite scale and min, or float16',
    );
  return spec as unknown as Spec;
}

const isWidth = (dtype: unknown): boolean => typeof dtype === 'string' && Object.hasOwn(widths, dtype);
const isFinite = (value: unknown): boolean => Number.isFinite(value);
const knownWidths = `one of ${Object.keys(widths).join(', ')}`;

/** A file beside model.json or in a folder there. */
function checkPath(path: string, file: unknown): string {
  if (typeof file === 'string' && file !== '' && !/^[/\\]|^[A-Za-z]:|\0/.test(file)) {
    if (!file.split(/[/\\]/).includes('..')) return file;
  }
  throw malformed(path, `weightsManifest names the file ${show(file)}`, 'paths inside the folder of the model');
}

function sizeOf({ shape, dtype, quantization }: Spec): number {
  return shape.reduce((product, size) => product * size, 1) * widths[quantization?.dtype ?? dtype];
}

/**
 * Reads the weight files into one buffer. Their sizes are compared with the manifest before memory is taken.
 *
 * @param checksum - SHA-256 of all files, if it is known
 * @throws InvalidModelError if a file cannot be read, or size or checksum differ
 */
export async function readWeights(path: string, list: WeightList, checksum?: string): Promise<ArrayBuffer> {
  const files: FileHandle[] = [];
  try {
    for (const file of list.paths) files.push(await openFile(file));
    const sizes = await Promise.all(files.map(async (file) => (await file.stat()).size));
    const names = cutMiddle(list.paths.join(', '), 500);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (total !== list.bytes) throw broken(names, `${names} has ${total} bytes, but ${path} describes ${list.bytes}.`);
    const bytes = new Uint8Array(total);
    let offset = 0;
    for (const [i, file] of files.entries()) {
      const { bytesRead } = await file.read(bytes, offset, sizes[i], 0);
      if (bytesRead < sizes[i]) throw broken(names, `${list.paths[i]} ends after ${bytesRead} of ${sizes[i]} bytes.`);
      offset += sizes[i];
    }
    if (checksum !== undefined && checksum !== createHash('sha256').update(bytes).digest('hex'))
      throw broken(names, `${names} was not saved together with ${path}: its SHA-256 differs.`);
    return bytes.buffer;
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

const malformed = (path: string, what: string, expected: string): InvalidModelError =>
  new InvalidModelError(
    `${path} is malformed: ${what}.\nExpected ${expected}, as in a model.json of TensorFlow.js.\n` +
      'Restore the file, or save or convert the model again.',
  );
