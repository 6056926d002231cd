import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { runActiveLearning } from '../../../../src/active-learning/index.ts';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { prune, quantize } from '../../../../src/compression/index.ts';
import { saveCompressed } from '../../../../src/compression/index.ts';
import { openStored, storeDataset, type Dataset } from '../../../../src/datasets/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { InvalidDataError, InvalidModelError, InvalidOptionError } from '../../../../src/errors.ts';
import { evaluateAccuracy } from '../../../../src/evaluation/index.ts';
import { classifier, loadClassifier } from '../../../../src/models/index.ts';
import { split } from '../../../../src/splits/index.ts';
import { textEncoder, type Encoder } from '../../../../src/text/index.ts';
import { randomSampling } from '../../../../src/acquisition/index.ts';
import { standardTraining } from '../../../../src/training/index.ts';

const texts = ['a good film', 'bad', 'a bad film', 'good'];
const letters = {
  encode: (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0) % 50),
  decode: (ids: number[]): string => ids.join(' '),
};
const words = textEncoder({ texts, length: 4, padding: 'before' });
const own = textEncoder({ tokenizer: letters, vocabularySize: 50, length: 4, name: 'letters' });

let folder: string;
beforeAll(() => startEngine());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'text-network-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function network(encoder: Encoder) {
  const { layers } = tfl;
  const embedding = layers.embedding({ inputDim: 50, inputLength: 4, outputDim: 2, embeddingsInitializer: 'ones' });
  const dense = layers.dense({ units: 2, kernelInitializer: 'ones' });
  return classifier(tfl.sequential({ name: 'reader', layers: [embedding, layers.flatten(), dense] }), { encoder });
}

test('copies, files and compressed networks keep the encoder of words', async () => {
  const original = network(words);
  await original.save(folder);
  const loaded = await loadClassifier(folder);
  const { classifier: rounded } = quantize(8).compress(original);
  const { classifier: pruned } = await prune(0.5).compress(original);
  for (const copy of [original.clone(), loaded, rounded, pruned])
    expect(JSON.stringify(copy.encoder)).toBe(JSON.stringify(words));
  expect(loaded.encoder?.encode(['a good film'])).toEqual(words.encode(['a good film']));
  await saveCompressed(quantize(8, { granularity: 'tensor' }).compress(original), folder);
  expect(JSON.stringify((await loadClassifier(folder)).encoder)).toBe(JSON.stringify(words));
});

test("a file of a network with a user's own tokenizer takes the tokenizer, or the encoder, when it is loaded", async () => {
  await network(own).save(folder);
  expect(() => own.encode(texts)).not.toThrow();
  const bare = await loadClassifier(folder);
  expect(() => bare.encoder?.encode(texts)).toThrow('The tokenizer "letters" is not stored');
  const whole = [await loadClassifier(folder, { tokenizer: letters }), await loadClassifier(folder, { encoder: own })];
  for (const { encoder } of whole) expect(encoder?.encode(texts)).toEqual(own.encode(texts));
  const other = textEncoder({ tokenizer: letters, vocabularySize: 51, length: 4, name: 'letters' });
  await expect(loadClassifier(folder, { encoder: other })).rejects.toThrow(InvalidOptionError);
  await expect(loadClassifier(folder, { encoder: words })).rejects.toThrow('other ids mean other words');
});

test('a network refuses an encoder of another length, and texts of another encoder', async () => {
  expect(() => network(textEncoder({ texts, length: 5 }))).toThrow('the encoder makes items of shape [5].');
  expect(() => network({} as never)).toThrow(InvalidOptionError);
  const same = split(texts, [1, 0, 0, 1], { encoder: textEncoder({ texts, length: 4, padding: 'before' }) });
  const other = split(texts, [1, 0, 0, 1], { encoder: textEncoder({ texts: ['film'], length: 4, padding: 'before' }) });
  await expect(evaluateAccuracy(network(words), same)).resolves.toMatchObject({ inputs: 4 });
  await expect(evaluateAccuracy(network(words), other)).rejects.toThrow(InvalidDataError);
  await expect(evaluateAccuracy(network(words), other)).rejects.toThrow(
    'the texts have another encoder than "reader".',
  );
});

test('a damaged encoder in a file is refused', async () => {
  await network(words).save(folder);
  const path = join(folder, 'model.json');
  const json = JSON.parse(await readFile(path, 'utf8'));
  json.userDefinedMetadata.classifier.encoder.length = -1;
  delete json.userDefinedMetadata.classifier.checksum;
  await writeFile(path, JSON.stringify(json));
  await expect(loadClassifier(folder)).rejects.toThrow(InvalidModelError);
});

test('a stored data set opens with its texts and encoder, and a network that learns from it keeps the encoder', async () => {
  const train = split(texts, [1, 0, 0, 1], { encoder: words });
  const dataset: Dataset = { name: 'reviews', classNames: ['bad', 'good'], kind: 'text', train, test: train };
  await storeDataset(dataset, folder);
  const opened = openStored(folder);
  expect(opened.train.texts).toEqual(texts);
  expect(JSON.stringify(opened)).toBe(JSON.stringify({ ...dataset, source: opened.source }));
  const run = runActiveLearning({
    dataset: opened,
    architecture: multilayerPerceptron.with({ hidden: [], inputRange: [0, 50] }),
    acquisition: randomSampling,
    training: standardTraining({ epochs: 1 }),
    ...{ initial: 2, query: 1, stages: 1, cache: join(folder, 'cache') },
  });
  for await (const stage of run) expect(stage.classifier.encoder).toBe(opened.train.encoder);
});

test("a stored data set of a user's own tokenizer takes the tokenizer when it is opened", async () => {
  const train = split(texts, [1, 0, 0, 1], { encoder: own });
  await storeDataset({ name: 'reviews', classNames: ['bad', 'good'], kind: 'text', train, test: train }, folder);
  expect(() => openStored(folder).train.encoder?.encode(texts)).toThrow('is not stored');
  expect(openStored({ folder, tokenizer: letters }).train.encoder?.encode(texts)).toEqual(train.inputs);
});
