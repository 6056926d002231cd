import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type LayersModel } from '../../../../src/engine/tensors.ts';
import { inspect } from '../../../../src/inspect/inspect.ts';
import { textOf } from '../../../../src/inspect/text.ts';
import { ownNormalisation, type OwnNormalisation } from '../../../../src/models/import/own-normalisation.ts';
import { loadClassifier, type ImportOptions } from '../../../../src/models/index.ts';
import { writeWeights } from '../../../../src/models/network/weights.ts';
import { float32, modelBytes, tensor, type NodeGiven } from './onnx/write-onnx.ts';

const root = mkdtempSync(join(tmpdir(), 'normalisation-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

/** A file of images [2, 3, 3] whose first operators shift and scale; an operand is a number, or two, one per channel. */
function onnx(name: string, ...steps: readonly (readonly [operator: string, operand: readonly number[]])[]): string {
  const path = join(root, `${name}.onnx`);
  const nodes: NodeGiven[] = steps.map(([operator], i) => ({
    operator,
    inputs: [i > 0 ? `n${i - 1}` : 'x', `c${i}`],
    outputs: [`n${i}`],
    name: `${operator}_${i}`,
  }));
  nodes.push(
    { operator: 'Conv', inputs: [steps.length > 0 ? `n${steps.length - 1}` : 'x', 'k'], outputs: ['h'] },
    { operator: 'Flatten', inputs: ['h'], outputs: ['f'] },
    { operator: 'MatMul', inputs: ['f', 'w'], outputs: ['y'], name: 'last' },
  );
  const constants = steps.map(([, values], i) =>
    tensor(`c${i}`, values.length > 1 ? [1, values.length, 1, 1] : [], 1, float32(values)),
  );
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => (i % 5) - 2);
  const weights = [tensor('k', [2, 2, 1, 1], 1, float32(numbers(4))), tensor('w', [18, 2], 1, float32(numbers(36)))];
  writeFileSync(path, modelBytes({ nodes, tensors: [...constants, ...weights], inputs: { x: ['batch', 2, 3, 3] } }));
  return path;
}

async function found(path: string, options: ImportOptions = {}): Promise<OwnNormalisation | undefined> {
  const model = await loadClassifier(path, { inputRange: [0, 1], ...options });
  const { model: network } = model as unknown as { model: LayersModel };
  const { numTensors } = tf.memory();
  const own = await ownNormalisation(network);
  expect(tf.memory().numTensors).toBe(numTensors);
  model.dispose();
  return own;
}

/** A network that begins with a layer. */
async function after(...layers: tfl.layers.Layer[]): Promise<OwnNormalisation | undefined> {
  const model = tfl.sequential({
    layers: [tfl.layers.inputLayer({ inputShape: [2, 2, 3] }), ...layers, tfl.layers.flatten()],
  });
  const own = await ownNormalisation(model);
  model.dispose();
  return own;
}

describe('the normalisation of a graph is found', () => {
  const own = { mean: [0.485, 0.456], std: [0.229, 0.224] };

  test('as Sub and Div', async () => {
    expect(await found(onnx('sub-div', ['Sub', own.mean], ['Div', own.std]))).toEqual({
      ...own,
      layers: ['Sub_0', 'Div_1'],
      inputRange: [0, 1],
      isOfStandard: false,
    });
  });

  test('as Mul and Add, and behind a change of the layout', async () => {
    const factors = own.std.map((std) => 1 / std);
    const path = onnx('mul-add', ['Mul', factors], ['Add', own.mean.map((mean, i) => -mean * factors[i])]);
    expect(await found(path)).toMatchObject({ ...own, inputRange: [0, 1] });
    expect(await found(path, { layout: 'nchw' })).toMatchObject({ ...own, inputRange: [0, 1] });
  });

  test.each([
    ['bytes divided by 255', [['Div', [255]]], [0], [255], [0, 255]],
    [
      'bytes in [-1, 1]',
      [
        ['Mul', [1 / 127.5]],
        ['Sub', [1]],
      ],
      [127.5],
      [127.5],
      [0, 255],
    ],
    [
      'bytes with means of ImageNet',
      [
        ['Sub', [123.68, 103.94]],
        ['Mul', [0.017]],
      ],
      [123.68, 103.94],
      [58.824, 58.824],
      [0, 255],
    ],
    ['bytes whose mean is subtracted', [['Sub', [104, 117]]], [104, 117], [1, 1], [0, 255]],
    [
      'values in [-1, 1]',
      [
        ['Add', [0.5]],
        ['Div', [0.5]],
      ],
      [-0.5],
      [0.5],
      [-1, 1],
    ],
    [
      'columns of a table',
      [
        ['Sub', [40, 200]],
        ['Div', [10, 50]],
      ],
      [40, 200],
      [10, 50],
      [10, 350],
    ],
  ] as const)('of %s', async (name, steps, mean, std, inputRange) => {
    const own = await found(onnx(name.replaceAll(/\W/g, '-'), ...steps));
    expect(own).toMatchObject({ mean, std });
    inputRange.forEach((bound, i) => expect(own?.inputRange[i]).toBeCloseTo(bound, 2));
  });

  test('not where a graph begins otherwise, or changes no value', async () => {
    expect(await found(onnx('none'))).toBeUndefined();
    expect(await found(onnx('identity', ['Mul', [1]], ['Add', [0]]))).toBeUndefined();
    expect(await found(onnx('power', ['Pow', [2]], ['Sub', [3]]))).toBeUndefined();
  });
});

describe('the normalisation of a network in layers is found', () => {
  test('as Normalization, in a file that Keras wrote', async () => {
    const own = await found('examples/keras/digits.keras');
    expect(own).toMatchObject({ layers: ['normalization'], mean: [0.305], std: [0.3755], inputRange: [0, 1] });
  });

  test('as Rescaling', async () => {
    expect(await after(tfl.layers.rescaling({ scale: 1 / 255, name: 'bytes' }))).toEqual({
      layers: ['bytes'],
      mean: [0],
      std: [255],
      inputRange: [0, 255],
      isOfStandard: false,
    });
  });

  test('as BatchNormalization, with its moving statistics', async () => {
    const layer = tfl.layers.batchNormalization({ epsilon: 1e-5 });
    const model = tfl.sequential({ layers: [tfl.layers.inputLayer({ inputShape: [3] }), layer] });
    writeWeights(
      model,
      [
        [1, 1, 1],
        [0, 0, 0],
        [2, 0, -2],
        [4, 1, 0.25],
      ].map((values) => Float32Array.from(values)),
    );
    const own = await ownNormalisation(model);
    model.dispose();
    own?.mean.forEach((mean, i) => expect(mean).toBeCloseTo([2, 0, -2][i], 4));
    own?.std.forEach((std, i) => expect(std).toBeCloseTo([2, 1, 0.5][i], 3));
  });

  test('and is of standardised inputs, if it hardly changes them', async () => {
    expect((await after(tfl.layers.rescaling({ scale: 0.9, offset: 0.1 })))?.isOfStandard).toBe(true);
  });

  test('not where the input has a second reader', async () => {
    const x = tfl.input({ shape: [3] });
    const scaled = tfl.layers.rescaling({ scale: 2 }).apply(x) as tfl.SymbolicTensor;
    const model = tfl.model({ inputs: x, outputs: tfl.layers.add().apply([scaled, x]) as tfl.SymbolicTensor });
    expect(await ownNormalisation(model)).toBeUndefined();
    model.dispose();
  });
});

describe('a warning', () => {
  const written: string[] = [];
  beforeAll(() => {
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => written.splice(0));
  afterAll(() => vi.restoreAllMocks());
  const load = async (path: string, options: ImportOptions = {}): Promise<string> => {
    (await loadClassifier(path, options)).dispose();
    return written.join('');
  };
  const normalize = { mean: [0.485, 0.456], std: [0.229, 0.224] };

  test('says that normalize is given in addition', async () => {
    const path = onnx('twice', ['Sub', normalize.mean], ['Div', normalize.std]);
    expect(await load(path, { normalize })).toBe(
      `vitest-dnn: ${path} normalises its inputs itself, by the layers "Sub_0", "Div_1": it subtracts 0.485, 0.456 and divides by ` +
        '0.229, 0.224, so it expects inputs in [0, 1].\n' +
        'The option normalize comes before that, so inputs are normalised twice. Omit it, unless the network was trained so.\n',
    );
    expect(await load(path, { normalize, layout: 'nchw' })).toMatch(/^vitest-dnn: [^\n]*\n[^\n]*\n$/); // once per file
  });

  test('says that bytes are expected where the default range holds', async () => {
    const path = onnx('bytes', ['Div', [255]]);
    expect(await load(path)).toContain(
      'Its inputs are taken to lie in [0, 1]. Pass inputRange: [0, 255], and data in this range.',
    );
  });

  test('is not given where the options fit', async () => {
    expect(await load(onnx('fits', ['Sub', normalize.mean], ['Div', normalize.std]))).toBe('');
    expect(await load(onnx('none-own'), { normalize })).toBe('');
    expect(await load(onnx('shift', ['Add', [0.9, -0.9]]))).toBe('');
    expect(await load(onnx('range', ['Div', [255]]), { inputRange: [0, 255] })).toBe('');
    expect(await load(onnx('small', ['Sub', [0.05]], ['Div', [1.1]]), { normalize })).toBe('');
  });
});

test('inspect reports it, and the range that it expects', async () => {
  const inspection = await inspect(onnx('inspected', ['Sub', [123.68, 103.94]], ['Div', [58.4, 57.1]]), 0);
  expect(inspection).toMatchObject({
    inputRange: { range: [0, 255] },
    normalisation: { layers: ['Sub_0', 'Div_1'], mean: [123.68, 103.94], std: [58.4, 57.1] },
  });
  expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
  expect(textOf(inspection)).toContain(
    'scales  x ← (x − [123.68, 103.94]) / [58.4, 57.1] by its own layers "Sub_0", "Div_1": pass no normalize',
  );
});
