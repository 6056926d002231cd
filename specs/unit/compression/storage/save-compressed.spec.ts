import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  compress,
  prune,
  pruneNeurons,
  quantize,
  saveCompressed,
  type Compression,
} from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import { loadClassifier } from '../../../../src/models/index.ts';
import { leNet1 } from '../../../../src/architectures/index.ts';
import { inputsAt } from '../../../../src/models/network/batches.ts';
import { readWeights, writeWeights } from '../../../../src/models/network/weights.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { sampleSplit } from '../../models/sample.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';

let folder = '';
const split = sampleSplit({ itemShape: [16, 16, 1], size: 6 });

beforeAll(async () => {
  await startEngine('wasm');
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-compressed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A network whose biases are not zero. */
function network() {
  const initial = networkOf(leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 }));
  const random = createRandom(3);
  writeWeights(
    initial.model,
    readWeights(initial.model).map((values) => values.map((value) => value || random.normal() / 10)),
  );
  return initial;
}

/** Predicts like a program without this package, which reads model.json and weights.bin with tf.loadLayersModel. */
async function plainPredictions(path: string): Promise<Float32Array> {
  const load = async () => {
    const json = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as tf.io.ModelJSON;
    const bytes = Uint8Array.from(await readFile(join(path, 'weights.bin'))).buffer;
    return tf.io.getModelArtifactsForJSON(json, async (manifest) => [
      manifest.flatMap(({ weights }) => weights),
      bytes,
    ]);
  };
  const model = await tfl.loadLayersModel({ load });
  return (model.predict(inputsAt(split, [0, 1, 2, 3, 4, 5])) as Tensor).dataSync() as Float32Array;
}

const cases: [Compression, string[], number][] = [
  [quantize(8, { granularity: 'tensor' }), ['uint8', 'uint8', 'uint8', 'uint8', 'uint8', 'uint8'], 1],
  [
    quantize(3, { granularity: 'tensor', scheme: 'symmetric', biases: true }),
    ['uint8', 'uint8', 'uint8', 'uint8', 'uint8', 'uint8'],
    1,
  ],
  [
    quantize(1, { granularity: 'tensor', scheme: 'symmetric', biases: true }),
    ['uint8', 'uint8', 'uint8', 'uint8', 'uint8', 'uint8'],
    1,
  ],
  [quantize(12, { granularity: 'tensor' }), ['uint16', 'uint16', 'uint16', 'uint16', 'uint16', 'uint16'], 2],
  [quantize.float16(), ['float16', 'float16', 'float16', 'float16', 'float16', 'float16'], 2],
  [quantize(8), ['float32', 'uint8', 'float32', 'uint8', 'float32', 'uint8'], 4],
  [
    compress(prune(0.5), quantize(8, { granularity: 'tensor', scheme: 'symmetric' })),
    ['uint8', 'float32', 'uint8', 'float32', 'uint8', 'float32'],
    4,
  ],
  [
    compress(pruneNeurons(0.25, split), quantize(8, { granularity: 'tensor' })),
    ['uint8', 'uint8', 'uint8', 'uint8', 'uint8', 'uint8'],
    1,
  ],
];

test.each(cases.map(([compression, ...expected]) => [compression.name, compression, ...expected] as const))(
  '%s is read back bit for bit by plain tf.loadLayersModel',
  async (name, compression, dtypes, most) => {
    const original = network();
    const compressed = await compression.compress(original);
    const path = join(folder, name);
    const { bytes, weights } = await saveCompressed(compressed, path);
    expect(weights.map(({ dtype }) => dtype)).toEqual(dtypes);
    expect((await stat(join(path, 'weights.bin'))).size).toBe(bytes);
    expect(bytes).toBeLessThanOrEqual(most * networkOf(compressed.classifier).model.countParams());

    const logits = networkOf(compressed.classifier)
      .logits(inputsAt(split, [0, 1, 2, 3, 4, 5]))
      .dataSync();
    expect(await plainPredictions(path)).toEqual(logits);
    const loaded = await loadClassifier(path);
    expect(readWeights(networkOf(loaded).model)).toEqual(readWeights(networkOf(compressed.classifier).model));
  },
);
