import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prune, quantize } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { classifier, loadClassifier } from '../../../../src/models/index.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { readWeights } from '../../../../src/models/network/weights.ts';
import { compared, randomTensor } from '../both-engines.ts';

const { constraints } = tfl;

test.each([
  ['maxNorm', () => constraints.maxNorm({ maxValue: 0.5 })],
  ['nonNeg', () => constraints.nonNeg()],
  ['unitNorm', () => constraints.unitNorm({})],
  ['minMaxNorm', () => constraints.minMaxNorm({ minValue: 0.2, maxValue: 0.4 })],
])('a copy, a saved and a compressed model keep weights that violate %s', async (_, make) => {
  await startEngine(compared);
  const dense = { kernelConstraint: make(), biasConstraint: make(), kernelInitializer: 'zeros' } as const;
  const model = tfl.sequential({
    layers: [tfl.layers.dense({ units: 5, inputShape: [4], ...dense }), tfl.layers.dense({ units: 3, ...dense })],
  });
  model.setWeights(model.getWeights().map((weight, i) => randomTensor(weight.shape, i + 1)));
  const network = classifier(model);
  const values = readWeights(model);
  const folder = mkdtempSync(join(tmpdir(), 'dnn-constraint-'));
  try {
    await network.save(folder);
    const copies = [network.clone(), networkOf(await loadClassifier(folder))];
    expect(values[0].some((value) => value < 0)).toBe(true);
    for (const copy of copies) {
      expect(readWeights(copy.model)).toEqual(values);
      expect(JSON.stringify(copy.model.getConfig())).toContain(dense.kernelConstraint.getClassName());
      copy.dispose();
    }
    const { classifier: pruned } = await prune(0).compress(network);
    expect(readWeights(networkOf(pruned).model)).toEqual(values);
    const { classifier: rounded } = quantize.float16().compress(network);
    readWeights(networkOf(rounded).model)[0].forEach((value, i) => expect(value).toBeCloseTo(values[0][i], 3));
    pruned.dispose();
    rounded.dispose();
  } finally {
    rmSync(folder, { recursive: true });
    network.dispose();
  }
});
