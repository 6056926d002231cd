import { beforeAll, expect, test } from 'vitest';
import { compress, prune, pruneNeurons, quantize } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { largestDifference, sampleSplit } from '../../models/sample.ts';
import { chain, conv, logits, network, on, zeros, type X } from './networks.ts';

beforeAll(async () => {
  await startEngine();
});
const { add, batchNormalization, dense, flatten, inputLayer, reLU } = tfl.layers;
const itemShape = [6, 6, 2];
const images = sampleSplit({ itemShape, size: 12 });

test('units are followed into nested models, also into one that is applied twice', async () => {
  const body = (): X => {
    const stem = tfl.sequential({
      name: 'stem',
      layers: [inputLayer({ inputShape: itemShape }), conv(6, 3, { name: 'first' }), batchNormalization(), reLU()],
    });
    const inner = tfl.input({ shape: [6, 6, 6] });
    const block = tfl.model({
      name: 'block',
      inputs: inner,
      outputs: on(add(), inner, chain(inner, conv(5, 3, { activation: 'relu' }), conv(6, 3, { activation: 'relu' }))),
    });
    const x = tfl.input({ shape: itemShape });
    const apply = (model: typeof block | typeof stem, h: X): X => model.apply(h) as X;
    const outputs = chain(apply(block, apply(block, apply(stem, x))), flatten({}), dense({ units: 3, ...zeros }));
    return apply(tfl.model({ inputs: x, outputs, name: 'whole' }), tfl.input({ shape: itemShape }));
  };
  const original = network(itemShape, (x) => (body().sourceLayer as ReturnType<typeof conv>).apply(x) as X);
  for (const make of [
    (keepShape: boolean) => prune.structured(0.5, { keepShape }),
    (keepShape: boolean) => pruneNeurons(0.5, images, { keepShape }),
  ]) {
    const [smaller, twin] = [await make(false).compress(original), await make(true).compress(original)];
    expect(smaller.prunedLayers?.map(({ units, removed }) => [units, removed.length])).toEqual([
      [6, 3],
      [5, 2],
      [6, 3],
    ]);
    const [a, b, c] = [smaller.classifier, twin.classifier, original];
    const outputs = [await a.probabilities(images), await b.probabilities(images), await c.probabilities(images)];
    expect(largestDifference(outputs[0].data, outputs[1].data)).toBeLessThan(1e-5);
    expect(outputs[0].data).not.toEqual(outputs[2].data);
    expect(networkOf(a).model.countParams()).toBeLessThan(networkOf(b).model.countParams());
  }
});

test('a pruned residual network can be quantised, fine-tuned and pruned again', async () => {
  const original = network(itemShape, (x) => {
    const h = chain(x, conv(6, 3, { activation: 'relu' }));
    return logits(on(add(), h, chain(h, conv(6, 3, { activation: 'relu' }))));
  });
  const finetune = { epochs: 1, split: images };
  const all = compress(
    prune.structured(0.4),
    prune.structured(0.5, { finetune }),
    prune(0.5),
    quantize(8, { scheme: 'kmeans' }),
  );
  const { classifier: small, bytesAfter, bytesBefore } = await all.compress(original);
  expect(networkOf(small).model.weights[0].shape).toEqual([3, 3, 2, 2]);
  expect(bytesBefore).toBe(4 * original.model.countParams());
  expect(bytesAfter).toBeLessThan(bytesBefore / 5);
  expect((await small.probabilities(images)).rows).toBe(12);
});
