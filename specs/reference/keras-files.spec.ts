import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

const root = mkdtempSync(join(tmpdir(), 'keras-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

describe.each(cases)('a converted file: $name', ({ name, model, weights, itemShape, inputs, predictions }) => {
  const folder = join(root, name.replaceAll(/\W+/g, '-'));
  const split = { inputs: Float32Array.from(inputs), itemShape, labels: new Int32Array(3), size: 3 };
  const expected = predictions.length === 3 ? predictions.flatMap((p) => [1 - p, p]) : predictions;
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
