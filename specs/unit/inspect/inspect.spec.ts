import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { tfl } from '../../../src/engine/tensors.ts';
import { inspect } from '../../../src/inspect/inspect.ts';
import { textOf } from '../../../src/inspect/text.ts';
import { classifier } from '../../../src/models/index.ts';
import { float32, modelBytes, tensor } from '../models/import/onnx/write-onnx.ts';
import { serve } from '../models/remote/http-service.ts';

const root = mkdtempSync(join(tmpdir(), 'inspect-'));
beforeAll(() => startEngine('wasm'));

async function saved(name: string, layers: ReturnType<typeof tfl.layers.dense>[]): Promise<string> {
  const model = classifier(tfl.sequential({ name, layers }), { inputRange: [-1, 1] });
  await model.save(join(root, name));
  model.dispose();
  return join(root, name);
}
const { dense, embedding, flatten, dropout } = tfl.layers;
const zeros = { kernelInitializer: 'zeros' } as const;

describe('a network', () => {
  test('lists its layers, and what works', async () => {
    const hidden = dense({ units: 8, activation: 'relu', inputShape: [4], ...zeros });
    const inspection = await inspect(await saved('plain', [hidden, dense({ units: 3, ...zeros })]));
    expect(inspection).toMatchObject({
      kind: 'a folder in the TensorFlow.js layers format',
      inputs: [{ shape: [null, 4], type: 'float32' }],
      outputs: [{ shape: [null, 3] }],
      parts: [
        { type: 'Dense', shape: '[8]', parameters: 40 },
        { type: 'Dense', shape: '[3]', parameters: 27 },
      ],
      parameters: 67,
      multiplyAdds: 56,
      inputRange: { range: [-1, 1] },
      works: expect.arrayContaining(['toReachAccuracy', 'pgd', 'square', 'quantize(8)', 'maxEntropy', 'coreSet']),
    });
    expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
    expect(textOf(inspection)).toContain('weights 67, 56 multiply-adds per input');
  });

  test('of token ids is not attacked, and says why', async () => {
    const words = embedding({ inputDim: 5, outputDim: 2, inputLength: 3, embeddingsInitializer: 'zeros' });
    const { lacks } = await inspect(await saved('words', [words, flatten(), dense({ units: 2, ...zeros })] as never));
    const reasons = Object.fromEntries(lacks.map(({ what, why }) => [what, why]));
    for (const name of ['pgd', 'square']) expect(reasons[name]).toContain('the inputs are integers');
    for (const name of ['toHaveCleverScoreAbove', 'dfal', 'maxEntropy']) expect(reasons[name]).toBeUndefined();
  });

  test('is not tried for longer than asked', async () => {
    const path = await saved('quick', [
      dense({ units: 2, inputShape: [1], ...zeros }),
      dropout({ rate: 0.5 }),
    ] as never);
    const { works, lacks } = await inspect(path, 0);
    expect(works).toEqual([]);
    expect(lacks[0]).toEqual({ what: 'toReachAccuracy', why: 'not tried: 0 seconds are over' });
  });
});

test('a file that leaves sizes free takes the shape of an item', async () => {
  const path = join(root, 'free.onnx');
  const nodes = [
    { operator: 'Conv', inputs: ['x', 'w'], outputs: ['c'] },
    { operator: 'GlobalAveragePool', inputs: ['c'], outputs: ['p'] },
    { operator: 'Flatten', inputs: ['p'], outputs: ['y'] },
  ];
  const tensors = [tensor('w', [2, 3, 1, 1], 1, float32([1, 2, 3, 4, 5, 6]))];
  writeFileSync(path, modelBytes({ nodes, tensors, inputs: { x: ['batch', 3, 'height', 'width'] } }));
  const { kind, open } = await inspect(path, 0, [4, 5, 3]);
  expect([kind, open]).toEqual(['an .onnx file', `loadClassifier('${path}', { itemShape: [4, 5, 3] })`]);
  const { lacks } = await inspect(path, 0);
  expect(lacks[0].why).toContain('Pass itemShape, the shape of an item of your data');
});

test('a file of weights lists its arrays, and needs an architecture', async () => {
  const path = fileURLToPath(new URL('../../reference/golden/arrays/le-net5.safetensors', import.meta.url));
  const inspection = await inspect(path);
  expect(inspection).toMatchObject({ unit: 'modules', parameters: 21_686, works: [] });
  expect(inspection.parts).toContainEqual({
    name: 'conv1.weight',
    type: 'array',
    shape: '[6, 3, 5, 5]',
    parameters: 450,
  });
  expect(textOf(inspection)).toMatch(/  conv1\.weight  array  \[6, 3, 5, 5\] +450/);
});

test('a service describes its inputs, and its address tells no secret', async () => {
  const { url } = await serve(() => ({
    platform: 'onnx',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 4] }],
    outputs: [],
  }));
  const inspection = await inspect(`${url.replace('://', '://me:sesame@')}/v2/models/a?key=sesame`);
  expect(inspection).toMatchObject({
    path: `${url}/v2/models/a`,
    kind: 'a model behind the Open Inference Protocol (onnx)',
    inputs: [{ name: 'x', type: 'FP32', shape: [null, 4] }],
  });
  expect(textOf(inspection)).not.toContain('sesame');
});

test.for([
  ['nothing.onnx', 'cannot be read'],
  ['text.txt', 'is a file that is no JSON'],
  ['http://127.0.0.1:1/v2/models/a', 'Check that the service runs.'],
])('%s is refused', async ([path, message]) => {
  writeFileSync(join(root, 'text.txt'), 'text');
  await expect(inspect(path.startsWith('http') ? path : join(root, path))).rejects.toThrow(message);
});

test('names of a stranger cannot act on the terminal', () => {
  const part = { name: '\u001b[31mred\n', type: 'Dense', shape: '[1]', parameters: 0 };
  const none = { path: 'a', kind: 'b', inputs: [], outputs: [], parameters: 0, works: [], lacks: [], open: 'c' };
  expect(textOf({ ...none, unit: 'layers', parts: [part] })).toContain(String.raw`\u001b[31mred\u000a`);
});
