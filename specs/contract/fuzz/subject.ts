import { mkdirSync, writeFileSync } from 'node:fs';
import type { AcquisitionFunction, Classifier, Dataset, Split } from 'vitest-dnn';
import { idxBytes } from '../../unit/datasets/sample.ts';
import { digitsOfMatlab, textTable } from '../../unit/datasets/tables-sample.ts';
import { flat, writePictures } from '../../unit/datasets/pictures-sample.ts';
import { toNpy, zipOf } from '../../unit/models/import/arrays/sample.ts';
import type { Doors } from './contract.ts';

/** Small valid things that the arguments of valid calls consist of. */
export interface Subject extends Doors {
  readonly train: Split;
  readonly split: Split;
  readonly dataset: Dataset;
  /** A perceptron of 2 × 2 values and 3 classes. */
  readonly network: Classifier;
  /** A model that only answers, new in every call. */
  readonly predictor: () => object;
  /** The signals that an acquisition function needs. */
  readonly signalsFor: (acquisition: AcquisitionFunction) => Promise<object>;
}

const itemShape = [2, 2, 1];

/** Starts the engine, writes a model and data sets into the working directory, and returns the subject. */
export async function openSubject(doors: Doors): Promise<Subject> {
  const { library } = doors;
  await library.startEngine('wasm');
  library.expect.extend(doors.matchers.matchers as never); // as the plugin does
  const network = library.multilayerPerceptron.with({ hidden: [4] })({ itemShape, classes: 3, seed: 1 });
  const random = library.createRandom(1);
  const splitOf = (size: number): Split => ({
    inputs: Float32Array.from({ length: size * 4 }, () => random.uniform()),
    itemShape,
    labels: Int32Array.from({ length: size }, (_, item) => item % 3),
    size,
  });
  const [train, split] = [splitOf(12), splitOf(6)];
  const dataset = { name: 'squares', classNames: ['a', 'b', 'c'], kind: 'image' as const, train, test: split };
  await network.save('model');
  await library.storeDataset(dataset, 'stored');
  writeFormats();
  const computed = new Map<AcquisitionFunction, Promise<object>>();
  const compute = (acquisition: AcquisitionFunction) =>
    library.signalsOf(network, split, { needs: acquisition.needs, labelled: train, seed: 1 });
  return {
    ...doors,
    ...{ train, split, dataset, network },
    predictor: () => ({ predict: async (inputs: Float32Array, count: number) => network.predict(inputs, count) }),
    signalsFor: async (acquisition) => {
      computed.set(acquisition, computed.get(acquisition) ?? compute(acquisition));
      return { ...(await computed.get(acquisition)) };
    },
  };
}

/** Writes one data set of two items per format. */
function writeFormats(): void {
  for (const folder of ['idx', 'mnist', 'fashion-mnist']) {
    mkdirSync(folder, { recursive: true });
    for (const part of ['train', 't10k']) {
      writeFileSync(
        `${folder}/${part}-images-idx3-ubyte`,
        Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 64, 128, 255),
      );
      writeFileSync(`${folder}/${part}-labels-idx1-ubyte`, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 0, 1));
    }
  }
  for (const part of ['train', 'test'])
    for (const label of ['cat', 'dog']) writePictures('pictures', { [`${part}/${label}/0.png`]: flat(9) });
  const record = Buffer.alloc(3074);
  writePictures('cifar-100', {
    ...{ 'train.bin': record, 'test.bin': record },
    ...{ 'fine_label_names.txt': 'apple\nbear\n', 'coarse_label_names.txt': 'fruit\nanimals\n' },
  });
  writePictures('svhn', { 'train_32x32.mat': digitsOfMatlab(), 'test_32x32.mat': digitsOfMatlab() });
  for (const part of ['train', 'test'])
    writePictures('emnist', {
      [`emnist-letters-${part}-images-idx3-ubyte`]: idxBytes([2, 1, 1], [9, 200]),
      [`emnist-letters-${part}-labels-idx1-ubyte`]: idxBytes([2], [1, 26]),
    });
  const bitmap = toNpy([5, 784], Buffer.alloc(5 * 784, 9), { descr: '|u1' });
  writePictures('quick-draw', { 'cat.npy': bitmap, 'dog.npy': bitmap });
  writePictures('tiny-imagenet-200', {
    ...{ 'wnids.txt': 'n1\nn2\n', 'val/val_annotations.txt': '0.png\tn1\t0\t0\t1\t1\n', 'val/images/0.png': flat(9) },
    ...{ 'train/n1/0.png': flat(9), 'train/n2/0.png': flat(9) },
  });
  mkdirSync('tables', { recursive: true });
  writeFileSync('tables/train.parquet', textTable());
  mkdirSync('arrays', { recursive: true });
  const arrays = Object.fromEntries(
    ['train', 'test'].flatMap((part) => [
      [`x_${part}.npy`, toNpy([2, 2, 2], Buffer.alloc(8, 9), { descr: '|u1' })],
      [`y_${part}.npy`, toNpy([2], Buffer.of(0, 1), { descr: '|u1' })],
    ]),
  );
  for (const [name, bytes] of Object.entries(arrays)) writeFileSync(`arrays/${name}`, bytes);
  writeFileSync('arrays/digits.npz', zipOf(arrays));
  for (const folder of ['cifar', 'cifar-10']) {
    mkdirSync(folder, { recursive: true });
    for (const file of ['data_batch_1.bin', 'test_batch.bin'])
      writeFileSync(`${folder}/${file}`, new Uint8Array(2 * 3073));
    writeFileSync(`${folder}/batches.meta.txt`, 'plane\ncar\n');
  }
  for (const folder of ['tsv', 'imdb', 'tagmynews', 'ag-news', 'yahoo-answers']) {
    for (const part of ['train', 'test']) {
      for (const label of ['good', 'bad']) {
        mkdirSync(`${folder}/${part}/${label}`, { recursive: true });
        writeFileSync(`${folder}/${part}/${label}/0.txt`, `${label} news`);
        mkdirSync(`${folder}/${part}/${label === 'good' ? 'pos' : 'neg'}`, { recursive: true });
        writeFileSync(`${folder}/${part}/${label === 'good' ? 'pos' : 'neg'}/0.txt`, `${label} news`);
      }
      writeFileSync(`${folder}/${part}.tsv`, '0\tgood news\n1\tbad news\n');
      writeFileSync(`${folder}/${part}.csv`, '"1","good","news","now"\n"2","bad","news","now"\n');
      writeFileSync(`${folder}/${part}.jsonl`, '{"label":0,"text":"good news"}\n{"label":1,"text":"bad news"}\n');
    }
    writeFileSync(`${folder}/labels.txt`, 'good\nbad\n');
  }
}
