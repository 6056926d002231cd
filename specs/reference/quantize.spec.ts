import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { quantize } from '../../src/compression/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { multilayerPerceptron } from '../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../src/models/network/weights.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

/** Values computed by NumPy: `python specs/reference/generators/quantize.py`. */
const golden = JSON.parse(readFileSync(new URL('golden/quantize.json', import.meta.url), 'utf8')) as {
  shape: [number, number];
  kernel: number[];
  bias: number[];
  cases: { bits: number; kernel: number[]; bias: number[]; bytes: number }[];
};

beforeAll(async () => {
  await startEngine();
});

test.each(golden.cases)('$bits bits give the weights of NumPy', ({ bits, kernel, bias, bytes }) => {
  const [inputs, classes] = golden.shape;
  const linear = networkOf(multilayerPerceptron.with({ hidden: [] })({ itemShape: [inputs], classes, seed: 1 }));
  writeWeights(linear.model, [Float32Array.from(golden.kernel), Float32Array.from(golden.bias)]);
  const { classifier, bytesAfter } = quantize(bits).compress(linear);
  expect(readWeights(networkOf(classifier).model)).toEqual([Float32Array.from(kernel), Float32Array.from(bias)]);
  expect(bytesAfter).toBe(bytes);
});
