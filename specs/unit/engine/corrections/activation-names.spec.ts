import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { classifier, loadClassifier } from '../../../../src/models/index.ts';
import { sampleSplit } from '../../models/sample.ts';

beforeAll(() => startEngine());

/** The names of all activations, except those that `tfl` cannot create by their name in camel case. */
const names = [
  'elu',
  'hardSigmoid',
  'relu6',
  'selu',
  'softplus',
  'softsign',
  'swish',
  'mish',
  'gelu',
  'gelu_new',
] as const;

test.each(names)(
  'a network with the activation %s is the same after saving, loading and saving again',
  async (name) => {
    const folder = await mkdtemp(join(tmpdir(), 'activation-'));
    const split = sampleSplit({ itemShape: [4], size: 5 });
    const options = { units: 3, kernelInitializer: tfl.initializers.glorotUniform({ seed: 1 }) };
    const layers = [
      tfl.layers.dense({ ...options, activation: name as 'elu', inputShape: [4] }),
      tfl.layers.dense({ ...options }),
    ];
    const original = classifier(tfl.sequential({ layers }));
    await original.save(folder);
    const loaded = await loadClassifier(folder);
    await loaded.save(folder);
    const again = await loadClassifier(folder);
    await rm(folder, { recursive: true });
    const expected = await original.probabilities(split);
    expect(await loaded.probabilities(split)).toEqual(expected);
    expect(await again.probabilities(split)).toEqual(expected);
  },
);
