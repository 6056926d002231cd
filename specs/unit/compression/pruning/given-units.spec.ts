import { beforeAll, expect, test } from 'vitest';
import { pruneNeurons } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { readWeights } from '../../../../src/models/network/weights.ts';
import { compressionLaws } from '../../../contract/compression-laws.ts';
import { largestDifference, sampleSplit } from '../../models/sample.ts';
import { chain, network, on, zeros } from './networks.ts';

beforeAll(async () => {
  await startEngine();
});
const { add, dense } = tfl.layers;
const vectors = sampleSplit({ itemShape: [4], size: 20 });
const hidden = (name: string) => dense({ units: 4, activation: 'relu', name, ...zeros });
const build = () =>
  network([4], (x) =>
    chain(on(add(), on(hidden('a'), x), on(hidden('b'), x)), hidden('c'), dense({ units: 3, ...zeros })),
  );

test('removes the given units, and those that go together with them', async () => {
  const original = build();
  const compression = pruneNeurons.units({ a: [3, 0], c: [1] });
  expect(compression.name).toBe('pruneNeurons.units({ a: [0, 3], c: [1] })');
  expect(compression.options).toEqual({ units: { a: [0, 3], c: [1] }, keepShape: false });
  const { classifier: smaller, prunedLayers } = await compression.compress(original);
  expect(prunedLayers).toEqual([
    { layer: 'a', units: 4, removed: [0, 3] },
    { layer: 'b', units: 4, removed: [0, 3] },
    { layer: 'c', units: 4, removed: [1] },
  ]);
  const [before, after] = [readWeights(original.model), readWeights(networkOf(smaller).model)];
  expect(after[0]).toEqual(before[0].filter((_, i) => [1, 2].includes(i % 4)));
  expect(after[3]).toEqual(before[3].subarray(1, 3));
  expect(after[4]).toEqual(before[4].subarray(4, 12).filter((_, i) => i % 4 !== 1));
  const { classifier: twin } = await pruneNeurons.units({ a: [0, 3], c: [1] }, { keepShape: true }).compress(original);
  const outputs = [await smaller.probabilities(vectors), await twin.probabilities(vectors)];
  expect(largestDifference(outputs[0].data, outputs[1].data)).toBeLessThan(1e-6);
});

test('removes what pruneNeurons removed, from what it says', async () => {
  const original = build();
  const { classifier: chosen, prunedLayers = [] } = await pruneNeurons(0.5, vectors).compress(original);
  const units = Object.fromEntries(prunedLayers.map(({ layer, removed }) => [layer, removed]));
  const { classifier: again } = await pruneNeurons.units(units).compress(original);
  expect(readWeights(networkOf(again).model)).toEqual(readWeights(networkOf(chosen).model));
});

test.each([
  [undefined, 'the units are undefined'],
  [{}, 'the units are {  }'],
  [[1, 2], 'the units are [1, 2]'],
  [{ a: [] }, 'the units of the layer "a" are []'],
  [{ a: 3 }, 'the units of the layer "a" are 3'],
  [{ a: [1.5] }, 'the units of the layer "a" are [1.5]'],
  [{ a: [1, 1] }, 'the units of the layer "a" are [1, 1]'],
])('rejects %j', (units, message) => {
  expect(() => pruneNeurons.units(units as never)).toThrow(InvalidOptionError);
  expect(() => pruneNeurons.units(units as never)).toThrow(message);
});

test('rejects units that do not exist, and all units of a layer', async () => {
  const after = async (units: Record<string, number[]>) => pruneNeurons.units(units).compress(build());
  await expect(after({ a: [4] })).rejects.toThrow('the layer "a" has no unit 4.\nExpected positions from 0 to 3.');
  await expect(after({ nowhere: [0] })).rejects.toThrow('has no layer "nowhere"');
  await expect(after({ c: [0, 1, 2, 3] })).rejects.toThrow('removing 4 of 4 units would leave none in the layer "c"');
  await expect(after({ a: [0, 1], b: [2, 3] })).rejects.toThrow('would leave none in the layer "a"');
  expect(() => pruneNeurons.units({ a: [0] }, { keepshape: true } as never)).toThrow('there is no option "keepshape"');
});

compressionLaws(
  pruneNeurons.units({ conv2d_1: [0, 2], conv2d_3: [5] }),
  pruneNeurons.units({ conv2d_1: [1] }, { keepShape: true }),
);
