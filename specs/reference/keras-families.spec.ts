import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badge, coreSet, dre, neuronCoverage } from '../../src/acquisition/index.ts';
import { selectForRetraining } from '../../src/active-learning/index.ts';
import { autoAttack, pgd } from '../../src/attacks/index.ts';
import { prune, quantize } from '../../src/compression/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { cleverScore, evaluateCompression } from '../../src/evaluation/index.ts';
import { loadClassifier, type Classifier } from '../../src/models/index.ts';
import type { Split } from '../../src/datasets/contract.ts';
import { split as splitOf } from '../../src/splits/index.ts';

/** Files of `keras-models.py`. */
const golden = new URL('golden/keras-models.json', import.meta.url);
const files = JSON.parse(readFileSync(golden, 'utf8')) as { name: string; bytes: string; itemShape: number[] }[];

const root = mkdtempSync(join(tmpdir(), 'keras-families-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

async function open(name: string): Promise<{ classifier: Classifier; split: Split }> {
  const { bytes, itemShape } = files.find((file) => file.name === name) as (typeof files)[number];
  const path = join(root, 'model.keras');
  writeFileSync(path, gunzipSync(Buffer.from(bytes, 'base64')));
  const classifier = await loadClassifier(path);
  const size = itemShape.reduce((product, side) => product * side, 1);
  const inputs = Float32Array.from({ length: 12 * size }, (_, i) => ((i * 7919) % 1000) / 1000);
  const unlabelled = splitOf(inputs, new Int32Array(12), { itemShape });
  return { classifier, split: { ...unlabelled, labels: await classifier.predictions(unlabelled) } };
}

test.each(['Keras 3, keras, branches with nested and shared layers', 'Keras 3, keras, attention'])(
  'attacks, scores, compressions and acquisition functions run on a file of Keras: %s',
  async (name) => {
    const { classifier, split } = await open(name);
    for (const attack of [pgd.with({ steps: 10 }), autoAttack.with({ steps: 3, targets: 1, queries: 5 })]) {
      const { adversarial } = await attack.run(classifier, split, { epsilon: 0.3, seed: 1 });
      expect([...adversarial]).not.toEqual([...split.inputs]);
    }
    const clever = { batches: 3, samples: 8, batchSize: 8, limit: 2, seed: 1 };
    expect((await cleverScore(classifier, split, clever)).value).toBeGreaterThan(0);
    for (const compression of [quantize(8), prune(0.5)]) {
      const { bytesBefore, bytesAfter } = await evaluateCompression(classifier, split, compression, { seed: 1 });
      expect(bytesAfter).toBeLessThan(bytesBefore);
    }
    for (const acquisition of [dre, badge, coreSet, neuronCoverage]) {
      const options = { acquisition, budget: 3, labelled: split, seed: 1 };
      expect((await selectForRetraining(classifier, split, options)).positions).toHaveLength(3);
    }
    classifier.dispose();
  },
);
