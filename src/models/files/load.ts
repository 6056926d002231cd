import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidModelError } from '../../errors.ts';
import { startEngine } from '../../engine/index.ts';
import { tf, tfl } from '../../engine/tensors.ts';
import type { InputRange } from '../../norms/range.ts';
import { rangeFromJson } from '../../norms/resolve-range.ts';
import { classifier, type ClassifierOptions } from '../classifier.ts';
import type { Classifier } from '../contract.ts';
import { topologyFromKeras } from './keras-topology.ts';
import { describeWeights, matchWeights } from './match-weights.ts';
import type { SavedClassifier } from './save.ts';

/**
 * Loads a classifier from a folder with model.json and its weights in the TensorFlow.js layers format, as written by
 * `save`, by `LayersModel.save` or by the converter for models of Keras 2 and 3.
 *
 * @throws InvalidModelError if a file is missing, truncated or in another format, or TensorFlow.js lacks a layer; the message
 * names the file and the layer
 */
export async function loadClassifier(folder: string, options: ClassifierOptions = {}): Promise<Classifier> {
  await startEngine();
  const path = join(folder, 'model.json');
  const json = parse(path, await read(path));
  const weightSpecs = json.weightsManifest.flatMap(({ weights }) => weights);
  const weightData = await readWeightFiles(path, json, weightSpecs);
  const saved = metadataOf(json);
  const { name = saved.name, inputRange = rangeFromJson(saved.inputRange) as InputRange | undefined } = options;
  return classifier(
    await build(path, { ...json, modelTopology: json.modelTopology as object, weightSpecs, weightData }),
    {
      name,
      inputRange,
    },
  );
}

async function read(path: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InvalidModelError(
      `${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).\n` +
        'Expected a folder with model.json and weights.bin in the TensorFlow.js layers format.\n' +
        'Check the path, or save the model again with classifier.save(folder).',
      { cause },
    );
  }
}

function parse(path: string, content: Buffer): tf.io.ModelJSON {
  let json: Partial<tf.io.ModelJSON>;
  try {
    json = JSON.parse(content.toString('utf8')) as Partial<tf.io.ModelJSON>;
  } catch (cause) {
    throw broken(path, `${path} is not a complete JSON document (${content.length} bytes).`, cause);
  }
  if (!json?.modelTopology || !Array.isArray(json.weightsManifest))
    throw broken(path, `${path} lacks modelTopology or weightsManifest.`);
  if ((json.format ?? 'layers-model') !== 'layers-model') {
    throw broken(path, `${path} has the format "${json.format}", which cannot be trained or differentiated.`);
  }
  return json as tf.io.ModelJSON;
}

/** Returns the bytes of all weight files, joined in manifest order. */
async function readWeightFiles(
  path: string,
  json: tf.io.ModelJSON,
  specs: tf.io.WeightsManifestEntry[],
): Promise<ArrayBuffer> {
  const files = json.weightsManifest.flatMap(({ paths }) => paths).map((file) => join(dirname(path), file));
  const bytes = Buffer.concat(await Promise.all(files.map(read)));
  const names = files.join(', ');
  const expected = specs.reduce((sum, spec) => sum + sizeOf(spec), 0);
  if (bytes.length !== expected)
    throw broken(names, `${names} has ${bytes.length} bytes, but ${path} describes ${expected}.`);
  const savedHash = metadataOf(json).weights;
  if (savedHash && savedHash !== createHash('sha256').update(bytes).digest('hex')) {
    throw broken(names, `${names} was not saved together with ${path}: its SHA-256 differs.`);
  }
  return Uint8Array.from(bytes).buffer;
}

function sizeOf({ shape, dtype, quantization }: tf.io.WeightsManifestEntry): number {
  const bytes: Record<string, number> = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1, bool: 1 };
  return shape.reduce((product, size) => product * size, 1) * (bytes[quantization?.dtype ?? dtype] ?? Number.NaN);
}

async function build(
  path: string,
  artifacts: tf.io.ModelArtifacts & { modelTopology: object },
): Promise<tfl.LayersModel> {
  const isOwn = String(artifacts.generatedBy ?? '').startsWith('TensorFlow.js');
  try {
    return isOwn ? await tfl.loadLayersModel(tf.io.fromMemory(artifacts)) : await buildFromKeras(path, artifacts);
  } catch (cause) {
    if (cause instanceof InvalidModelError) throw cause;
    throw broken(path, `TensorFlow.js cannot build the model in ${path}: ${(cause as Error).message}`, cause);
  }
}

/** Builds a model from Keras, whose weights can have other names than the layers. */
async function buildFromKeras(
  path: string,
  { modelTopology, weightSpecs = [], weightData }: tf.io.ModelArtifacts & { modelTopology: object },
): Promise<tfl.LayersModel> {
  const specs = weightSpecs.filter(({ group }) => group !== 'optimizer');
  const model = await tfl.loadLayersModel(tf.io.fromMemory({ modelTopology: topologyFromKeras(path, modelTopology) }));
  const weights = matchWeights(model, specs);
  if (!weights) {
    const expected = describeWeights(model);
    model.dispose();
    throw new InvalidModelError(
      `The weights in ${path} do not fit its layers: ${specs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join('; ')}.\n` +
        `Expected ${expected}.\nConvert the model again with tensorflowjs_converter, from one file with topology and weights.`,
    );
  }
  const tensors = tf.io.decodeWeights(weightData as ArrayBuffer, weightSpecs);
  weights.forEach((weight, i) => weight.write(tensors[specs[i].name]));
  tf.dispose(tensors);
  return model;
}

function metadataOf(json: tf.io.ModelJSON): Partial<SavedClassifier> {
  return ((json.userDefinedMetadata as { classifier?: SavedClassifier } | undefined)?.classifier ??
    {}) as Partial<SavedClassifier>;
}

function broken(path: string, what: string, cause?: unknown): InvalidModelError {
  return new InvalidModelError(
    `${what}\nExpected the unchanged files of a model in the TensorFlow.js layers format.\n` +
      `Restore ${path}, or save the model again with classifier.save(folder).`,
    { cause },
  );
}
