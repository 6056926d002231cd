import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { contactSheet } from '../../../src/report/contact-sheet/sheet.ts';
import { readResult, resultFile } from '../../../reporters/retraining/shard-result.ts';
import { openCache } from '../../../src/cache/index.ts';
import {
  cifarBinary,
  idx,
  imageFolder,
  parquet,
  npy,
  npz as npzData,
  openStored,
  storeDataset,
  tsv,
  type Dataset,
} from '../../../src/datasets/index.ts';
import { withFiles } from '../../../src/datasets/arrays/byte-source.ts';
import { openMat } from '../../../src/datasets/arrays/mat-file.ts';
import { countOf, readValues } from '../../../src/datasets/arrays/stored-array.ts';
import { tfl } from '../../../src/engine/tensors.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { classifier, loadClassifier, type ImportOptions } from '../../../src/models/index.ts';
import { packPixels } from '../../../src/report/pixels.ts';
import { validateTaskMeta } from '../../../src/report/validate.ts';
import { fingerprint } from '../../../src/splits/index.ts';
import { configure, settings } from '../../../src/settings.ts';
import { digitsOfMatlab, textTable } from '../../unit/datasets/tables-sample.ts';
import { flat, writePictures } from '../../unit/datasets/pictures-sample.ts';
import { idxFiles } from '../../unit/datasets/sample.ts';
import { toNpy, toNpz, toSafetensors, zipOf, type Arrays } from '../../unit/models/import/arrays/sample.ts';
import { externalTensor, float32, modelBytes, tensor } from '../../unit/models/import/onnx/write-onnx.ts';
import { node, placeholder, writeGraphModel } from '../../unit/models/import/tensorflow-js/write-graph-model.ts';
import { gate, retraining, run } from '../../unit/reporters/sample.ts';

/** A file format that the package reads. */
export interface FileSubject {
  readonly name: string;
  /** Whether a checksum covers all that is read: then damage gives the same content or an error. */
  readonly isChecked: boolean;
  /** Writes intact files into an empty folder. */
  readonly write: (folder: string) => Promise<unknown>;
  /** Reads the files, and describes everything that was read. */
  readonly read: (folder: string) => Promise<string>;
}

const describeData = ({ name: _, source: __, train, test, ...others }: Dataset): string =>
  JSON.stringify([others, train.itemShape, fingerprint(train), fingerprint(test)]);

const writeAll = (folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<unknown> =>
  Promise.all(Object.entries(files).map(([name, bytes]) => writeFile(join(folder, name), bytes)));

const records = (labels: readonly number[]): Uint8Array =>
  Buffer.concat(labels.map((label, i) => new Uint8Array(3073).fill(i + 1).fill(label, 0, 1)));

const network = () =>
  classifier(
    tfl.sequential({
      layers: [
        tfl.layers.dense({ units: 4, activation: 'relu', inputShape: [3], kernelInitializer: 'ones' }),
        tfl.layers.dense({ units: 2, activation: 'softmax', kernelInitializer: 'ones' }),
      ],
    }),
    { name: 'digits', inputRange: [-1, 1] },
  );

async function saveNetwork(folder: string): Promise<void> {
  const model = network();
  await model.save(folder);
  model.dispose();
}

/** The file of a small model as Keras wrote it. */
async function kerasModel(form: string): Promise<Buffer> {
  const golden = new URL('../../reference/golden/keras-models.json', import.meta.url);
  const cases = JSON.parse(await readFile(golden, 'utf8')) as { name: string; bytes: string }[];
  const found = cases.find(({ name }) => name === `Keras 3, ${form}, a nested model that is partly frozen`);
  return gunzipSync(Buffer.from(found?.bytes ?? '', 'base64'));
}

const ones = (...shape: number[]): Arrays[string] => ({
  shape,
  values: Array.from({ length: shape.reduce((a, b) => a * b) }, () => 1),
});
const weights = { '0.weight': ones(4, 3), '0.bias': ones(4), '2.weight': ones(2, 4), '2.bias': ones(2) };

async function readNetwork(path: string, options?: ImportOptions, count = 3): Promise<string> {
  const model = await loadClassifier(path, options);
  try {
    const inputs = Float32Array.of(0.1, -0.5, 0.9, 1, 0, -1, 0.3, 0.8).subarray(0, 2 * count);
    const split = { inputs, itemShape: [count], labels: Int32Array.of(0, 1), size: 2 };
    const { data } = await model.probabilities(split);
    return JSON.stringify([model.name, model.inputRange, [...data]]);
  } finally {
    model.dispose();
  }
}

async function withoutMetadata(folder: string): Promise<void> {
  await saveNetwork(folder);
  const path = join(folder, 'model.json');
  const { userDefinedMetadata: _, ...json } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify(json));
}

async function readEntry(folder: string): Promise<string> {
  const entry = await openCache(folder).find('entry');
  if (entry === undefined) return 'none';
  const names = (await readdir(entry)).filter((name) => name !== 'manifest.json').toSorted();
  const hash = createHash('sha256');
  for (const name of names) hash.update(name).update(await readFile(join(entry, name)));
  return hash.digest('hex');
}

const pixels = Float32Array.of(0, 0.5, 1, 0.25);
const images = {
  height: 2,
  width: 2,
  channels: 1 as const,
  ...packPixels(
    pixels,
    pixels.map((value) => 1 - value),
    [0, 1],
  ),
};
const prediction = { class: 'a', confidence: 0.5 };
const item = { position: 1, label: 'b', clean: prediction, adversarial: prediction, l2: 1, linf: 0.5 };
const examples = { file: 'adversarial/x-0a.png', broken: 1, items: [item], images };
const meta = { gates: [gate(0.5, { examples })], models: [run('dre', 1, [0.5])], engines: ['wasm'] };

/** Reads what a blob holds of a test, and draws its images. */
async function readMeta(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'meta.json'), 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON'; // Vitest reads blobs
  }
  const { gates } = validateTaskMeta(value, 'The data of a test');
  for (const { examples: shown } of gates)
    if (shown?.images) contactSheet(shown.items, shown.images, { title: 'a', subtitle: 'b' });
  return JSON.stringify(gates);
}

const candidate = { record: { ...run('dre', 1, [0.5]), id: retraining.model }, robustness: undefined };
const texts = { 'labels.txt': 'no\nyes\n', 'train.tsv': '0\ta b\n1\tc d\n', 'test.tsv': '1\tb c\n' };
const gzipped = Object.fromEntries(Object.entries(idxFiles()).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));

/** A small picture as Pillow wrote it. */
async function pictureOf(kind: string): Promise<Buffer> {
  const golden = new URL('../../reference/golden/pictures.json', import.meta.url);
  const { cases } = JSON.parse(await readFile(golden, 'utf8')) as { cases: { name: string; file: string }[] };
  return Buffer.from(cases.find(({ name }) => name.startsWith(kind))?.file ?? '', 'base64');
}

async function readPictures(folder: string): Promise<string> {
  const { cache } = settings();
  configure({ cache: false }); // a cached folder would not be decoded
  try {
    return describeData(await imageFolder(folder));
  } finally {
    configure({ cache });
  }
}

const bytesArray = (...shape: number[]): Buffer =>
  toNpy(
    shape,
    Buffer.alloc(
      shape.reduce((a, b) => a * b),
      1,
    ),
    { descr: '|u1' },
  );
const arrays = {
  'x_train.npy': bytesArray(4, 2, 2),
  'y_train.npy': bytesArray(4),
  'x_test.npy': bytesArray(2, 2, 2),
  'y_test.npy': bytesArray(2),
};

/** A network of three layers, with its weights in the file and beside it. */
const onnxFiles = (): Record<string, Uint8Array> => {
  const values = [1, 2, 3, 4, 5, 6].map((value) => value / 10);
  const kernel = Buffer.from(Float32Array.from(values).buffer);
  const bytes = modelBytes({
    nodes: [
      { operator: 'MatMul', inputs: ['x', 'w'], outputs: ['h'], name: 'first' },
      { operator: 'Relu', inputs: ['h'], outputs: ['r'] },
      { operator: 'Reshape', inputs: ['r', 's'], outputs: ['f'] },
      { operator: 'Gemm', inputs: ['f', 'v'], outputs: ['y'], name: 'last', attributes: { transB: 1 } },
    ],
    tensors: [
      externalTensor('w', [3, 2], { location: 'weights.bin', offset: '0', length: '24' }),
      tensor('v', [2, 2], 1, float32([1, -1, 0.5, 2])),
      tensor('s', [2], 7, [...new Uint8Array(BigInt64Array.of(-1n, 2n).buffer)]),
    ],
    inputs: { x: ['batch', 3] },
  });
  return { 'model.onnx': bytes, 'weights.bin': kernel };
};

/** A graph model with a signature, fused operators and a slice. */
const graphModel = {
  nodes: [
    placeholder('x', [-1, 3]),
    node('_FusedMatMul', 'first', ['x', 'w', 'b'], { fused_ops: ['BiasAdd', 'Relu'], transpose_b: true }),
    node('StridedSlice', 'part', ['first', 'from', 'to', 'by'], { begin_mask: 1, end_mask: 3 }),
    node('MatMul', 'y', ['part', 'v']),
  ],
  weights: {
    w: { shape: [4, 3], values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
    b: { shape: [4], values: [1, -1, 0.5, 2] },
    v: { shape: [3, 2], values: [1, -1, 0.5, 2, 0.1, 3] },
    from: { shape: [2], values: [0, 1], dtype: 'int32' },
    to: { shape: [2], values: [0, 0], dtype: 'int32' },
    by: { shape: [2], values: [1, 1], dtype: 'int32' },
  },
  fields: { signature: { inputs: { in: { name: 'x:0' } }, outputs: { out: { name: 'y:0' } } } },
};

/** Every file format that the package reads. */
export const subjects: readonly FileSubject[] = [
  {
    name: 'IDX',
    isChecked: false,
    write: (folder) => writeAll(folder, idxFiles()),
    read: async (folder) => describeData(idx(folder)),
  },
  {
    name: 'IDX, gzipped',
    isChecked: true,
    write: (folder) => writeAll(folder, gzipped),
    read: async (folder) => describeData(idx(folder)),
  },
  {
    name: 'a folder of PNG pictures',
    isChecked: true,
    write: async (folder) => {
      const names = ['0/a', '0/b', '1/a', '1/b', '1/c'];
      writePictures(folder, Object.fromEntries(names.map((name) => [`${name}.png`, flat(9)])));
    },
    read: readPictures,
  },
  ...['JPEG', 'WebP'].map((kind): FileSubject => ({
    name: `a folder of ${kind} pictures`,
    isChecked: false,
    write: async (folder) => {
      const bytes = await pictureOf(kind);
      const names = ['train/0', 'train/1', 'test/0', 'test/1'];
      writePictures(folder, Object.fromEntries(names.map((name) => [`${name}/a.jpg`, bytes])));
    },
    read: readPictures,
  })),
  {
    name: 'Parquet',
    isChecked: false,
    write: async (folder) => {
      await writeAll(folder, { 'train.parquet': textTable(), 'test.parquet': textTable() });
    },
    read: async (folder) => describeData(await parquet(folder)),
  },
  {
    name: 'MATLAB',
    isChecked: false,
    write: (folder) => writeAll(folder, { 'a.mat': digitsOfMatlab() }),
    read: async (folder) =>
      withFiles((open) => {
        const arrays = openMat(open(join(folder, 'a.mat')));
        return JSON.stringify(
          Array.from(arrays, ([name, array]) => {
            const values = new Float64Array(countOf(array.shape));
            readValues(array, values);
            return [name, array.shape, [...values]];
          }),
        );
      }),
  },
  {
    name: 'arrays of NumPy',
    isChecked: false,
    write: (folder) => writeAll(folder, arrays),
    read: async (folder) => describeData(npy(folder)),
  },
  {
    name: 'an archive of NumPy',
    isChecked: true,
    write: (folder) => writeAll(folder, { 'a.npz': zipOf(arrays) }),
    read: async (folder) => describeData(npzData(join(folder, 'a.npz'))),
  },
  {
    name: 'an ONNX model',
    isChecked: false,
    write: (folder) => writeAll(folder, onnxFiles()),
    read: (folder) => readNetwork(join(folder, 'model.onnx')),
  },
  {
    name: 'a graph model',
    isChecked: false,
    write: async (folder) => writeGraphModel(folder, graphModel),
    read: (folder) => readNetwork(folder),
  },
  {
    name: 'CIFAR binary',
    isChecked: false,
    write: (folder) =>
      writeAll(folder, {
        'data_batch_1.bin': records([0, 1]),
        'test_batch.bin': records([1]),
        'batches.meta.txt': 'a\nb\n',
      }),
    read: async (folder) => describeData(cifarBinary(folder)),
  },
  {
    name: 'TSV',
    isChecked: false,
    write: (folder) => writeAll(folder, texts),
    read: async (folder) => describeData(tsv(folder)),
  },
  {
    name: 'stored data set',
    isChecked: true,
    write: async (folder) => {
      await writeAll(folder, idxFiles());
      const dataset = idx(folder);
      await mkdir(join(folder, 'stored'));
      await storeDataset({ ...dataset, name: 'own' }, join(folder, 'stored'));
    },
    read: async (folder) => {
      const dataset = openStored(join(folder, 'stored'));
      return dataset.name + describeData(dataset);
    },
  },
  { name: 'saved model', isChecked: true, write: saveNetwork, read: (folder) => readNetwork(folder) },
  { name: 'model of another tool', isChecked: false, write: withoutMetadata, read: (folder) => readNetwork(folder) },
  ...['keras', 'h5'].map((form) => ({
    name: `.${form} file`,
    isChecked: form === 'keras',
    write: async (folder: string) => writeAll(folder, { [`model.${form}`]: await kerasModel(form) }),
    read: async (folder: string) => readNetwork(join(folder, `model.${form}`), undefined, 4),
  })),
  ...(['safetensors', 'npz'] as const).map((end): FileSubject => ({
    name: `.${end}`,
    isChecked: end === 'npz',
    write: (folder) => writeAll(folder, { [`weights.${end}`]: (end === 'npz' ? toNpz : toSafetensors)(weights) }),
    read: (folder) =>
      readNetwork(join(folder, `weights.${end}`), {
        architecture: multilayerPerceptron.with({ hidden: [4] }),
        itemShape: [3],
      }),
  })),
  {
    name: 'cache entry',
    isChecked: true,
    write: (folder) => openCache(folder).publish('entry', async (entry) => void (await writeAll(entry, texts))),
    read: readEntry,
  },
  {
    name: 'result of a shard',
    isChecked: false,
    write: (folder) => writeAll(folder, { [resultFile(candidate)]: JSON.stringify(retraining) }),
    read: async (folder) => JSON.stringify(await readResult(join(folder, resultFile(candidate)), candidate)),
  },
  {
    name: 'data of a test in a blob',
    isChecked: false,
    write: (folder) => writeAll(folder, { 'meta.json': JSON.stringify(meta) }),
    read: readMeta,
  },
];
