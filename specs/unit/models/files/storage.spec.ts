import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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

test('a symbolic link leads to a file outside the folder, as in the cache of Hugging Face', async () => {
  const folder = damaged('linked', (copy) => {
    renameSync(join(copy, 'weights.bin'), join(root, 'blob'));
    symlinkSync(join(root, 'blob'), join(copy, 'weights.bin'));
  });
  const [direct, linked] = [await loadClassifier(saved), await loadClassifier(folder)];
  expect(await linked.probabilities(split)).toEqual(await direct.probabilities(split));
});

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
      'a graph model without a graph',
      'model.json: modelTopology.node is undefined',
      (folder) => replace(folder, '"layers-model"', '"graph-model"'),
    ],
    [
      'another format',
      'model.json has the format "tfjs-model"',
      (folder) => replace(folder, '"layers-model"', '"tfjs-model"'),
    ],
    [
      'an unknown layer',
      'TensorFlow.js cannot build the model',
      (folder) => {
        edit(folder, withoutMetadata);
        replace(folder, '"Dense"', '"Sparse"');
      },
    ],
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

describe('a file that was changed after it was saved', () => {
  test.each<[string, string, string]>([
    ['another activation', '"relu"', '"selu"'],
    ['another input range', '[-1,1]', '[-1,3]'],
    ['another name', '"digits"', '"digit5"'],
    ['another option', '"use_bias":true', '"use_bias":1'],
    ['a damaged field around the metadata', '"userDefinedMetadata"', '"userDefinedMetadatq"'],
    ['a damaged field in the metadata', '"classifier"', '"classifies"'],
    ['a damaged name of the checksum', '"checksum"', '"checksun"'],
    ['a new field in the metadata', '"checksum"', '"sum"'],
  ])('is refused with %s', async (name, from, to) => {
    const folder = damaged(`changed-${name.replaceAll(' ', '-')}`, (copy) => replace(copy, from, to));
    const loading = loadClassifier(folder);
    await expect(loading).rejects.toThrow(InvalidModelError);
    await expect(loading).rejects.toThrow(/model\.json was changed or damaged after it was saved: .*\nExpected/);
  });

  test('loads if only its white space changed', async () => {
    const folder = damaged('reformatted', (copy) => edit(copy, (json) => json, 2));
    expect(await loadClassifier(folder)).toMatchObject({ name: 'digits', inputRange: [-1, 1] });
  });

  test('loads without a checksum, as earlier versions wrote it', async () => {
    const folder = damaged('earlier', (copy) =>
      edit(copy, (json) => {
        delete json.userDefinedMetadata.classifier.checksum;
        return json;
      }),
    );
    expect(await loadClassifier(folder)).toMatchObject({ name: 'digits', inputRange: [-1, 1] });
  });
});

describe('a file of another tool', () => {
  const foreign = (name: string, change: (json: Json) => Json): string =>
    damaged(`foreign-${name}`, (copy) => edit(copy, (json) => change(withoutMetadata(json))));
  const withManifest = (name: string, manifest: unknown): string =>
    foreign(name, (json) => ({ ...json, weightsManifest: manifest }));
  const withSpec = (name: string, change: object): string =>
    foreign(name, (json) => {
      Object.assign(json.weightsManifest[0].weights[0], change);
      return json;
    });

  test('is refused if an option is one letter from the one that its layer lacks', async () => {
    const folder = foreign('option', (json) => json);
    replace(folder, '"activation"', '"activatiom"');
    await expect(loadClassifier(folder)).rejects.toThrow(
      /^The layer "dense_\w+" \(Dense\) of .*model\.json has an option "activatiom" and lacks "activation"\./,
    );
  });

  test('loads with an option that no layer reads, which is reported once', async () => {
    const folder = foreign('unread', (json) => json);
    replace(folder, '"use_bias"', '"sparsity\\u001b[2J":0.5,"use_bias"');
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const [first] = [await loadClassifier(folder), await loadClassifier(folder)];
    const written = stderr.mock.calls.map(([text]) => String(text));
    stderr.mockRestore();
    expect(first.classes).toBe(3);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(
      /options that TensorFlow\.js does not read: sparsity\\u001b\[2J of "dense_\w+" \(Dense\)/,
    );
  });

  test.each<[string, () => string, string]>([
    ['no groups', () => withManifest('group', [3]), 'weightsManifest[0] is 3'],
    ['groups without files', () => withManifest('paths', [{ weights: [] }]), 'weightsManifest[0] is { weights: [] }'],
    ['weights that are no objects', () => withManifest('spec', [{ paths: [], weights: [null] }]), 'a weight is null'],
    ['a shape of text', () => withSpec('text', { shape: 'four' }), "has the shape 'four'"],
    ['a negative size', () => withSpec('negative', { shape: [-4, 6] }), 'has the shape [-4, 6]'],
    [
      'sizes beyond any file',
      () => withSpec('vast', { shape: [2 ** 40, 2 ** 40] }),
      'Expected weights that fit a file',
    ],
    ['an inherited dtype', () => withSpec('dtype', { dtype: 'constructor' }), "has the dtype 'constructor'"],
    ['an odd quantization', () => withSpec('scale', { quantization: { dtype: 'uint8', scale: '1' } }), 'quantization'],
    ['a file outside its folder', () => withManifest('up', [{ paths: ['../x'], weights: [] }]), "the file '../x'"],
    ['an absolute file', () => withManifest('root', [{ paths: ['/dev/zero'], weights: [] }]), "the file '/dev/zero'"],
    ['one weight twice', () => foreign('twice', duplicate), 'occurs twice'],
    ['no list of layers', () => foreign('layers', () => ({ modelTopology: {}, weightsManifest: [] })), 'cannot'],
    ['more weights than its files', () => foreign('units', enlarge), 'Expected at most as many values as'],
  ])('is refused with %s', async (_, folder, message) => {
    const before = tf.memory().numTensors;
    const error: unknown = await loadClassifier(folder()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidModelError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message.length).toBeLessThan(2000);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([[[1, 0]], ['wide'], [[null]], [[Number.NaN, 'x']]])(
    'is refused with the input range %j',
    async (range) => {
      const folder = foreign(`range-${JSON.stringify(range)}`, (json) => ({
        ...json,
        userDefinedMetadata: { classifier: { inputRange: range } },
      }));
      await expect(loadClassifier(folder)).rejects.toThrow(/model\.json has no valid input range: /);
      await expect(loadClassifier(folder, { inputRange: [-1, 1] })).resolves.toMatchObject({ inputRange: [-1, 1] });
    },
  );
});

describe('a path', () => {
  test('may be that of model.json, under any name', async () => {
    const folder = damaged('renamed', (copy) => renameSync(join(copy, 'model.json'), join(copy, 'digits.json')));
    expect(await loadClassifier(join(folder, 'digits.json'))).toMatchObject({ name: 'digits' });
    expect(await loadClassifier(join(saved, 'model.json'))).toMatchObject({ name: 'digits' });
  });

  test.each([
    ['model.ort', 'is a model in the format of onnxruntime'],
    ['model.pt', 'is a PyTorch file'],
    ['model.ckpt', 'is a PyTorch file'],
    ['model.tflite', 'is a TensorFlow Lite model'],
  ])('of %s says which formats load', async (name, message) => {
    const path = join(root, name);
    writeFileSync(path, 'bytes');
    const loading = loadClassifier(path);
    await expect(loading).rejects.toThrow(InvalidModelError);
    await expect(loading).rejects.toThrow(`${name} ${message}`);
    await expect(loading).rejects.toThrow('no other format loads.');
  });

  test.each<[string, string, string]>([
    ['HDF5', '\x89HDF\r\n', 'is damaged or has an unknown form: a structure of HDF5 is cut off'],
    ['ZIP', 'PK\x03\x04', 'is damaged or has an unknown form: it has no list of the files in the archive'],
    ['text', 'layers', 'is a file that is no JSON'],
  ])('without an ending of a known format is told by its first bytes: %s', async (name, content, message) => {
    const path = join(root, `${name}-model`);
    writeFileSync(path, content, 'latin1');
    await expect(loadClassifier(path)).rejects.toThrow(message);
  });

  test('of a SavedModel says how to convert it', async () => {
    const folder = join(root, 'saved-model');
    mkdirSync(folder);
    writeFileSync(join(folder, 'saved_model.pb'), '');
    await expect(loadClassifier(folder)).rejects.toThrow('is a SavedModel of TensorFlow');
  });
});

// oxlint-disable-next-line typescript/no-explicit-any -- the content of model.json, which the tests damage
type Json = any;

const withoutMetadata = ({ userDefinedMetadata: _, ...json }: Json): Json => json;

function duplicate(json: Json): Json {
  const [{ weights }] = json.weightsManifest;
  weights.push(weights[0]);
  return json;
}

function enlarge(json: Json): Json {
  json.modelTopology.config.layers.find(({ class_name: kind }: Json) => kind === 'Dense').config.units = 1e9;
  return json;
}

function edit(folder: string, change: (json: Json) => Json, indent = 0): void {
  const path = join(folder, 'model.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8'))), null, indent));
}

function replace(folder: string, from: string, to: string): void {
  const path = join(folder, 'model.json');
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
}
