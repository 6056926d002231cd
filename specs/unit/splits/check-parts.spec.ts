import { describe, expect, test } from 'vitest';
import { selectForRetraining } from '../../../src/active-learning/index.ts';
import { pgd } from '../../../src/attacks/index.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { pruneNeurons } from '../../../src/compression/index.ts';
import type { Split } from '../../../src/datasets/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidDataError } from '../../../src/errors.ts';
import { evaluateAccuracy, evaluateCompression } from '../../../src/evaluation/index.ts';
import { checkParts, fingerprint, subset, validateSplit } from '../../../src/splits/index.ts';
import { standardTraining } from '../../../src/training/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { quantize } from '../../../src/compression/index.ts';
import { split } from './sample.ts';

const withInputs = (inputs: unknown): Split => ({ ...split, inputs: inputs as Float32Array });
const withLabels = (labels: unknown): Split => ({ ...split, labels: labels as Int32Array });

/** An array whose memory was given to another owner. */
function transferred(): Float32Array {
  const array = new Float32Array(12);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

const unreadable = (): Split =>
  Object.defineProperty({ ...split }, 'inputs', {
    get: () => {
      throw new Error('no');
    },
  });

describe('checkParts names the type of a part and says how to convert it:', () => {
  const values = Array.from(split.inputs);
  test.for<[what: string, broken: Split, type: string, advice: string]>([
    ['doubles', withInputs(Float64Array.from(values)), 'a Float64Array', 'Write Float32Array.from(inputs)'],
    ['bytes', withInputs(new Uint8Array(12)), 'a Uint8Array', 'Float32Array.from(inputs, (byte) => byte / 255)'],
    ['clamped bytes', withInputs(new Uint8ClampedArray(12)), 'a Uint8ClampedArray', '(byte) => byte / 255'],
    ['short integers', withInputs(new Int16Array(12)), 'an Int16Array', 'Int32Array.from(inputs) for token ids'],
    ['large integers', withInputs(new BigInt64Array(12)), 'a BigInt64Array', 'Int32Array.from(inputs, Number)'],
    ['a list', withInputs(values), 'an array of numbers', 'Write Float32Array.from(inputs)'],
    ['a list of lists', withInputs([values]), 'an array of arrays', 'Write Float32Array.from(inputs.flat(Infinity)).'],
    ['a buffer', withInputs(new ArrayBuffer(48)), 'an ArrayBuffer', 'Pass the values of all items'],
    ['nothing', withInputs(undefined), 'undefined', 'Pass the values of all items'],
    ['fractions', withLabels(Float32Array.of(0, 1.5, 2)), 'a Float32Array, and label 1 is 1.5', 'Correct the labels'],
    ['floats', withLabels(Float64Array.of(0, 1, 2)), 'a Float64Array.\n', 'Write Int32Array.from(labels).'],
    ['bytes as labels', withLabels(Uint8Array.of(0, 1, 2)), 'a Uint8Array', 'Write Int32Array.from(labels).'],
    ['names', withLabels(['x', 'y', 'z']), 'an array of strings', '(name) => classNames.indexOf(name)'],
    ['one-hot rows', withLabels([[0, 1]]), 'an array of arrays', '(shares) => shares.indexOf(1)'],
    ['large labels', withLabels(BigInt64Array.of(0n)), 'a BigInt64Array', 'Write Int32Array.from(labels, Number).'],
    ['no labels', withLabels(undefined), 'undefined', 'Pass the class indices'],
    ['a shape of floats', { ...split, itemShape: [2, 2.5] }, '[2, 2.5]', 'Pass e.g. [28, 28, 1]'],
    ['no shape', { ...split, itemShape: 4 as never }, '4', 'Expected a list of positive integers'],
    ['ids in a string', { ...split, ids: 'abc' as never }, "'abc'", 'Pass an array, or omit ids.'],
    ['a list of holes as shape', { ...split, itemShape: new Array(2) }, 'The itemShape', 'at most 5'],
    ['too many axes', { ...split, itemShape: new Array(9).fill(1) }, 'The itemShape', 'at most 5'],
    ['numbers as ids', { ...split, ids: [1, 2, 3] as never }, 'Id 0 of the split is 1', 'ids.map(String)'],
    ['a proxy of inputs', withInputs(new Proxy(split.inputs, {})), 'a proxy', 'Pass the values of all items'],
    ['inputs whose memory was transferred', withInputs(transferred()), 'have no memory any more', 'array.slice()'],
    ['a part that cannot be read', unreadable(), "cannot be read ('no')", 'plain properties'],
    ['no split', null as never, 'The split is null', 'Pass a split'],
  ])('%s', ([, broken, type, advice]) => {
    expect(() => checkParts(broken)).toThrow(InvalidDataError);
    expect(() => checkParts(broken)).toThrow(type);
    expect(() => checkParts(broken)).toThrow(advice);
  });

  test('an array of another JavaScript context', async () => {
    const { runInNewContext } = await import('node:vm');
    const foreign = withInputs(runInNewContext('new Float32Array(12)'));
    expect(() => checkParts(foreign)).toThrow('a Float32Array of another JavaScript context');
  });
});

describe('every function that takes a split refuses Float64Array, instead of reading it as token ids:', () => {
  const broken = withInputs(Float64Array.from(split.inputs));
  const model = async () => {
    await startEngine();
    return multilayerPerceptron({ itemShape: split.itemShape, classes: 3, seed: 1 });
  };
  test.for<[name: string, call: () => unknown]>([
    ['validateSplit', () => validateSplit(broken, 3)],
    ['subset', () => subset(broken, [0])],
    ['fingerprint', () => fingerprint(broken)],
    ['predictions', async () => (await model()).predictions(broken)],
    ['probabilities', async () => (await model()).probabilities(broken)],
    ['features', async () => (await model()).features(broken)],
    ['an attack', async () => pgd.run(await model(), broken, { epsilon: 0.1 })],
    ['selectForRetraining', async () => selectForRetraining(await model(), broken, { budget: 1 })],
    ['its labelled set', async () => selectForRetraining(await model(), split, { budget: 1, labelled: broken })],
    ['evaluateAccuracy', async () => evaluateAccuracy(await model(), broken)],
    ['evaluateCompression', async () => evaluateCompression(await model(), broken, quantize(8))],
    ['training', async () => standardTraining().fit(await model(), broken, { random: createRandom(1) })],
    ['pruneNeurons', () => pruneNeurons(0.5, broken)],
    ['quantize.int8', () => quantize.int8({ calibration: broken })],
  ])('%s', async ([, call]) => {
    await expect((async () => call())()).rejects.toThrow(/are a Float64Array\.\nExpected a Float32Array/);
  });
});
