import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type Tensor2D } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import { classifier, loadClassifier } from '../../../../src/models/index.ts';
import { leNet1 } from '../../../../src/architectures/index.ts';
import { dense, network, sampleSplit } from '../sample.ts';

const root = mkdtempSync(join(tmpdir(), 'classifier-'));
const saved = join(root, 'saved');
const split = sampleSplit({ itemShape: [4], size: 9 });
const original = () =>
  classifier(network(dense(6, 'relu'), tfl.layers.dropout({ rate: 0.5 }), dense(3, 'softmax')), {
    name: 'digits',
    inputRange: [-1, 1],
  });

beforeAll(async () => {
  await startEngine('wasm');
  await original().save(saved);
});
afterAll(() => rmSync(root, { recursive: true }));

/** Returns the folder of a damaged copy of the saved model. */
function damaged(name: string, damage: (folder: string) => void): string {
  const folder = join(root, name);
  cpSync(saved, folder, { recursive: true });
  damage(folder);
  return folder;
}

describe('save', () => {
  test('and load give the same classifier, and write only two files', async () => {
    const [before, after] = [original(), await loadClassifier(saved)];
    expect(after).toMatchObject({ name: 'digits', inputRange: [-1, 1], itemShape: [4], classes: 3 });
    expect(await after.probabilities(split)).toEqual(await before.probabilities(split));
    expect(readdirSync(saved).sort()).toEqual(['model.json', 'weights.bin']);
  });

  test('writes files that plain TensorFlow.js reads', async () => {
    const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(saved, 'model.json'), 'utf8'));
    const weightData = Uint8Array.from(readFileSync(join(saved, 'weights.bin'))).buffer;
    const model = await tfl.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }),
    );
    const x = tf.tensor2d(split.inputs as Float32Array, [9, 4]);
    expect([...(model.predict(x) as Tensor2D).dataSync()]).toEqual([
      ...(original().model.predict(x) as Tensor2D).dataSync(),
    ]);
  });

  test('replaces an earlier model and leaks no tensor', async () => {
    const folder = join(root, 'again');
    const [first, second] = [1, 2].map((seed) => leNet1({ itemShape: [16, 16, 1], classes: 3, seed }));
    const before = tf.memory().numTensors;
    await first.save(folder);
    await second.save(folder);
    const loaded = await loadClassifier(folder);
    const images = sampleSplit({ itemShape: [16, 16, 1], size: 2 });
    expect(await loaded.probabilities(images)).toEqual(await second.probabilities(images));
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('writes the same bytes for the same weights', async () => {
    const folder = join(root, 'same');
    for (const side of ['a', 'b'])
      await leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 4 }).save(join(folder, side));
    for (const file of ['model.json', 'weights.bin'])
      expect(readFileSync(join(folder, 'a', file))).toEqual(readFileSync(join(folder, 'b', file)));
  });
});

describe('load', () => {
  test('reads a model with several weight files that TensorFlow.js saved', async () => {
    const folder = damaged('shards', (copy) => {
      const [json, weights] = [join(copy, 'model.json'), join(copy, 'weights.bin')];
      const bytes = readFileSync(weights);
      writeFileSync(join(copy, 'one.bin'), bytes.subarray(0, 50));
      writeFileSync(join(copy, 'two.bin'), bytes.subarray(50));
      rmSync(weights);
      const { userDefinedMetadata: _, ...model } = JSON.parse(readFileSync(json, 'utf8'));
      model.weightsManifest[0].paths = ['one.bin', 'two.bin'];
      writeFileSync(json, JSON.stringify(model));
    });
    const loaded = await loadClassifier(folder, { name: 'shards' });
    expect(loaded).toMatchObject({ name: 'shards', inputRange: [0, 1] });
    expect(await loaded.probabilities(split)).toEqual(await original().probabilities(split));
  });

  test.each<[string, string, (folder: string) => void]>([
    ['a missing folder', 'model.json cannot be read (ENOENT)', (folder) => rmSync(folder, { recursive: true })],
    ['missing weights', 'weights.bin cannot be read (ENOENT)', (folder) => rmSync(join(folder, 'weights.bin'))],
    [
      'truncated weights',
      'weights.bin has 100 bytes, but ',
      (folder) => truncateSync(join(folder, 'weights.bin'), 100),
    ],
    [
      'a truncated topology',
      'model.json is not a complete JSON document (100 bytes)',
      (folder) => truncateSync(join(folder, 'model.json'), 100),
    ],
    [
      'another document',
      'model.json lacks modelTopology or weightsManifest',
      (folder) => writeFileSync(join(folder, 'model.json'), 'null'),
    ],
    [
      'a graph model',
      'model.json has the format "graph-model"',
      (folder) => replace(folder, '"layers-model"', '"graph-model"'),
    ],
    ['an unknown layer', 'TensorFlow.js cannot build the model', (folder) => replace(folder, '"Dense"', '"Sparse"')],
    [
      'weights of another save',
      'weights.bin was not saved together with',
      (folder) =>
        writeFileSync(join(folder, 'weights.bin'), new Uint8Array(readFileSync(join(folder, 'weights.bin')).length)),
    ],
  ])('reports the file of %s', async (name, message, damage) => {
    const error: unknown = await loadClassifier(damaged(name.replaceAll(' ', '-'), damage)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InvalidModelError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain('Expected');
  });
});

function replace(folder: string, from: string, to: string): void {
  const path = join(folder, 'model.json');
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
}
