import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leNet1 } from '../../../../src/architectures/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { channelsFirst } from '../../../../src/models/channels-first.ts';
import { classifier, loadClassifier, type ImportOptions } from '../../../../src/models/index.ts';
import { readWeights } from '../../../../src/models/network/weights.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { float32, modelBytes, tensor } from './onnx/write-onnx.ts';
import { toSafetensors } from './arrays/sample.ts';

const root = mkdtempSync(join(tmpdir(), 'layout-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

async function answer(path: string, values: Float32Array, options: ImportOptions = {}) {
  const model = await loadClassifier(path, options);
  const { data } = await model.predict(values, 1);
  model.dispose();
  return { itemShape: [...model.itemShape], scores: [...data].map((score) => expect.closeTo(score, 5) as number) };
}
/** An image of 3 × 4 with two channels, which come last, and the same image with its channels first. */
const last = Float32Array.from({ length: 24 }, (_, i) => ((i * 7) % 24) / 24);
const first = channelsFirst(last, [2, 3, 4]);
const normalize = { mean: [0.1, 0.5], std: [0.2, 2] };

describe.each(['channelsFirst', 'channelsLast'] as const)('a network with the option %s', (dataFormat) => {
  const path = join(root, dataFormat);
  const isFirst = dataFormat === 'channelsFirst';
  beforeAll(async () => {
    const initializer = tfl.initializers.glorotUniform({ seed: 1 });
    const convolution = tfl.layers.conv2d({
      filters: 2,
      kernelSize: 2,
      dataFormat,
      inputShape: isFirst ? [2, 3, 4] : [3, 4, 2],
      kernelInitializer: initializer,
    });
    const dense = tfl.layers.dense({ units: 3, kernelInitializer: initializer });
    const model = classifier(tfl.sequential({ layers: [convolution, tfl.layers.flatten({ dataFormat }), dense] }));
    await model.save(path);
    model.dispose();
  });

  test('reads its own layout, also if it is named', async () => {
    const own = await answer(path, isFirst ? first : last);
    expect(own.itemShape).toEqual(isFirst ? [2, 3, 4] : [3, 4, 2]);
    expect(await answer(path, isFirst ? first : last, { layout: isFirst ? 'nchw' : 'nhwc' })).toEqual(own);
  });

  test('reads items in the other layout if it is named', async () => {
    const { scores } = await answer(path, isFirst ? first : last);
    expect(await answer(path, isFirst ? last : first, { layout: isFirst ? 'nhwc' : 'nchw' })).toEqual({
      itemShape: isFirst ? [3, 4, 2] : [2, 3, 4],
      scores,
    });
  });

  test('normalises each channel in every layout', async () => {
    const { scores } = await answer(path, last, { normalize, layout: 'nhwc' });
    expect((await answer(path, first, { normalize, layout: 'nchw' })).scores).toEqual(scores);
    expect((await answer(path, isFirst ? first : last, { normalize })).scores).toEqual(scores);
  });

  test('keeps the layout that it was loaded with when it is saved', async () => {
    const model = await loadClassifier(path, { layout: 'nchw', normalize });
    await model.save(join(root, 'again'));
    model.dispose();
    const { scores } = await answer(path, first, { layout: 'nchw', normalize });
    expect(await answer(join(root, 'again'), first)).toEqual({ itemShape: [2, 3, 4], scores });
    expect(await answer(join(root, 'again'), first, { layout: 'nchw' })).toEqual({ itemShape: [2, 3, 4], scores });
    expect(await answer(join(root, 'again'), last, { layout: 'nhwc' })).toEqual({ itemShape: [3, 4, 2], scores });
  });
});

test('weights fill an architecture for items in either layout', async () => {
  const original = networkOf(leNet1({ itemShape: [28, 28, 1], classes: 3, seed: 1 }));
  const names = ['conv1.kernel', 'conv1.bias', 'conv2.kernel', 'conv2.bias', 'fc.kernel', 'fc.bias'];
  const arrays = readWeights(original.model).map((values, i) => [
    names[i],
    { shape: original.model.weights[i].shape as number[], values: [...values] },
  ]);
  original.dispose();
  const path = join(root, 'weights.safetensors');
  writeFileSync(path, toSafetensors(Object.fromEntries(arrays)));
  const image = Float32Array.from({ length: 784 }, (_, i) => (i % 29) / 29);
  const { scores } = await answer(path, image, { architecture: leNet1, itemShape: [28, 28, 1] });
  const options: ImportOptions = { architecture: leNet1, itemShape: [1, 28, 28], layout: 'nchw' };
  expect(await answer(path, image, options)).toEqual({ itemShape: [1, 28, 28], scores });
});

test('items with one axis have no channels in front', async () => {
  const onnx = join(root, 'table.onnx');
  const nodes = [{ operator: 'MatMul', inputs: ['x', 'w'], outputs: ['y'], name: 'last' }];
  const tensors = [tensor('w', [2, 2], 1, float32([1, 2, 3, 4]))];
  writeFileSync(onnx, modelBytes({ nodes, tensors, inputs: { x: ['batch', 2] } }));
  const folder = join(root, 'table');
  const model = await loadClassifier(onnx);
  await model.save(folder);
  model.dispose();
  for (const path of [onnx, folder]) {
    const loading = loadClassifier(path, { layout: 'nchw' });
    await expect(loading).rejects.toThrow(InvalidOptionError);
    await expect(loading).rejects.toThrow(
      /layout is 'nchw', and the model takes items \[2\], which have one axis\.\n.*\nOmit layout\./,
    );
  }
});
