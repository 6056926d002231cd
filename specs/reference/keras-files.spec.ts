import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pgd } from '../../src/attacks/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { loadClassifier } from '../../src/models/index.ts';
import { largestDifference } from '../unit/models/sample.ts';

/** A file of tensorflowjs, and predictions of Keras. */
interface Case {
  readonly name: string;
  readonly model: object;
  readonly weights: string;
  readonly itemShape: number[];
  readonly inputs: number[];
  readonly predictions: number[];
}

/** Made by `python specs/reference/generators/keras-files.py` and `keras-options.py`. */
const casesIn = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8')) as Case[];
const cases = [...casesIn('keras-files'), ...casesIn('keras-options')];

/** The files of the same cases as Keras wrote them. */
type Originals = Record<string, { readonly form: string; readonly bytes: string }>;
const originalsOf = (name: string): Originals =>
  JSON.parse(readFileSync(new URL(`golden/${name}-originals.json`, import.meta.url), 'utf8')) as Originals;
const originals = { ...originalsOf('keras-files'), ...originalsOf('keras-options') };

const splitOf = ({ inputs, itemShape }: Case) => ({
  inputs: Float32Array.from(inputs),
  itemShape,
  labels: new Int32Array(3),
  size: 3,
});
const expectedOf = ({ predictions }: Case): number[] =>
  predictions.length === 3 ? predictions.flatMap((p) => [1 - p, p]) : predictions;

const root = mkdtempSync(join(tmpdir(), 'keras-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

describe.each(cases)('a converted file: $name', (given) => {
  const { name, model, weights } = given;
  const folder = join(root, name.replaceAll(/\W+/g, '-'));
  const [split, expected] = [splitOf(given), expectedOf(given)];
  mkdirSync(folder);
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
  writeFileSync(join(folder, 'weights.bin'), Buffer.from(weights, 'base64'));

  test('predicts as in Keras', async () => {
    const loaded = await loadClassifier(folder);
    expect(largestDifference((await loaded.probabilities(split)).data, expected)).toBeLessThan(1e-5);
    const { adversarial } = await pgd
      .with({ steps: 2 })
      .run(loaded, { ...split, labels: await loaded.predictions(split) }, { epsilon: 0.1, seed: 1 });
    expect(largestDifference(adversarial, split.inputs)).toBeGreaterThan(0.01);
  });

  test('predicts the same when copied, saved and loaded', async () => {
    const loaded = await loadClassifier(folder);
    const { data } = await loaded.probabilities(split);
    expect((await loaded.clone().probabilities(split)).data).toEqual(data);
    await loaded.save(join(folder, 'again'));
    expect((await (await loadClassifier(join(folder, 'again'))).probabilities(split)).data).toEqual(data);
  });
});

test.each(cases)('predicts as in Keras from the file that Keras wrote: $name', async (given) => {
  const { form, bytes } = originals[given.name];
  const path = join(root, `original.${form}`);
  writeFileSync(path, gunzipSync(Buffer.from(bytes, 'base64')));
  const loaded = await loadClassifier(path);
  expect(largestDifference((await loaded.probabilities(splitOf(given))).data, expectedOf(given))).toBeLessThan(1e-5);
  loaded.dispose();
});

const channelsFirst = cases.filter(({ model }) => JSON.stringify(model).includes('channels_first'));

test.each(channelsFirst)('reads items in either layout from the file that Keras wrote: $name', async (given) => {
  const { form, bytes } = originals[given.name];
  const path = join(root, `layout.${form}`);
  writeFileSync(path, gunzipSync(Buffer.from(bytes, 'base64')));
  const [split, { itemShape }] = [splitOf(given), given];
  const [channels, ...places] = itemShape;
  const pixels = places.reduce((product, size) => product * size, 1);
  const inputs = split.inputs.map((_, at) => {
    const [item, pixel, channel] = [
      Math.floor(at / (pixels * channels)),
      Math.floor(at / channels) % pixels,
      at % channels,
    ];
    return split.inputs[(item * channels + channel) * pixels + pixel];
  });
  for (const [layout, items] of [
    ['nchw', split],
    ['nhwc', { ...split, inputs, itemShape: [...places, channels] }],
  ] as const) {
    const loaded = await loadClassifier(path, { layout });
    expect(largestDifference((await loaded.probabilities(items)).data, expectedOf(given)), layout).toBeLessThan(1e-5);
    loaded.dispose();
  }
});
