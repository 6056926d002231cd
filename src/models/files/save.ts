import { demand, folderPath } from '../../options.ts';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tf, type LayersModel } from '../../engine/tensors.ts';
import { rangeToJson } from '../../norms/range.ts';
import type { Classifier } from '../contract.ts';
import { withChecksum } from './metadata.ts';

/** Name of the single weights file. */
export const weightsFile = 'weights.bin';

/** Bytes of a weight, and its entry in the format if it is not float32. */
interface Stored {
  readonly bytes: Uint8Array;
  readonly quantization?: tf.io.WeightsManifestEntry['quantization'];
}

/**
 * Writes model.json and weights.bin in the TensorFlow.js layers format, each weight as float32 or as `store` returns it.
 * Both files are written under temporary names and then renamed, the weights first, so a reader never sees a partial file.
 */
export async function saveClassifier(
  model: LayersModel,
  { name, inputRange, encoder }: Pick<Classifier, 'name' | 'inputRange' | 'encoder'>,
  folder: string,
  store: (weight: string) => Stored | undefined = () => undefined,
): Promise<void> {
  demand(`"${name}"`, 'folder', folder, folderPath, "Pass e.g. 'models/mine'.");
  const { modelTopology, weightSpecs = [], weightData, format, generatedBy } = await artifactsOf(model);
  const { specs, bytes } = encode(weightSpecs, new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)), store);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const content = {
    format,
    generatedBy,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [weightsFile], weights: specs }],
  };
  const text = encoder && { encoder: encoder.toJSON() };
  const json = withChecksum(content, { name, inputRange: rangeToJson(inputRange), weights: hash, ...text });
  await mkdir(folder, { recursive: true });
  await publish(join(folder, weightsFile), bytes);
  await publish(join(folder, 'model.json'), JSON.stringify(json));
}

/** Replaces the float32 bytes of weights that are stored in another form. */
function encode(
  weightSpecs: readonly tf.io.WeightsManifestEntry[],
  data: Uint8Array,
  store: (weight: string) => Stored | undefined,
): { specs: tf.io.WeightsManifestEntry[]; bytes: Uint8Array } {
  let offset = 0;
  const parts = weightSpecs.map((spec) => {
    const plain = data.subarray(offset, (offset += tf.util.sizeFromShape(spec.shape) * Float32Array.BYTES_PER_ELEMENT));
    const { bytes, quantization }: Stored = store(spec.name) ?? { bytes: plain };
    return { spec: quantization ? { ...spec, quantization } : spec, bytes };
  });
  return { specs: parts.map(({ spec }) => spec), bytes: Buffer.concat(parts.map(({ bytes }) => bytes)) };
}

/** Returns the topology and the weights of a model in the TensorFlow.js layers format. */
export async function artifactsOf(model: LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return saved;
}

async function publish(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
