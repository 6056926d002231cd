import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { calibrate } from '../../src/compression/quantization/calibration.ts';
import { toFloat16 } from '../../src/compression/quantization/float16.ts';
import { prune, quantize, type Compression, type QuantizeOptions } from '../../src/compression/index.ts';
import { lloyd, quantizeKMeans } from '../../src/compression/quantization/k-means.ts';
import { tally } from '../../src/compression/quantization/tally.ts';
import { weightsOf } from '../../src/compression/storage/weight.ts';
import { zeroShares } from '../../src/compression/pruning/zero-shares.ts';
import type { Split } from '../../src/datasets/contract.ts';
import { startEngine } from '../../src/engine/index.ts';
import { inputsAt } from '../../src/models/network/batches.ts';
import { leNet5 } from '../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../src/models/network/weights.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import type { Network } from '../../src/models/network/contract.ts';

/** Values computed by NumPy, scikit-learn and PyTorch: `python specs/reference/generators/compression.py`. */
interface Golden {
  quantized: { scheme: 'linear' | 'symmetric'; granularity: 'channel' | 'tensor'; bits: number; section: string }[];
  pruned: { scope: 'layer' | 'global'; sparsity: number; zeros: number[]; section: string }[];
  filters: { fraction: number; kept: number[][] }[];
  apoz: number[][];
  kmeans: { bits: number; seeds: number[]; centroids: number[]; inertia: number; bestInertia: number }[];
  grids: { scale: number; zeroPoint: number }[];
  float16: { values: number[]; rounded: number[] };
  sections: { name: string; shape: number[] }[];
}
const folder = new URL('golden/', import.meta.url);
const golden = JSON.parse(readFileSync(new URL('compression.json', folder), 'utf8')) as Golden;
const bytes = Uint8Array.from(gunzipSync(readFileSync(new URL('compression.bin.gz', folder))));
const sections = new Map<string, { values: Float32Array; shape: number[] }>();
let offset = 0;
for (const { name, shape } of golden.sections) {
  const size = shape.reduce((product, side) => product * side, 1);
  sections.set(name, { values: new Float32Array(bytes.buffer, offset, size), shape });
  offset += 4 * size;
}
const section = (name: string): Float32Array => (sections.get(name) as { values: Float32Array }).values;

const splitOf = (name: string): Split => {
  const { values, shape } = sections.get(name) as { values: Float32Array; shape: number[] };
  return { inputs: values, itemShape: shape.slice(1), labels: new Int32Array(shape[0]), size: shape[0] };
};
const [images, calibration] = [splitOf('test'), splitOf('calibration')];
let network: Network;

beforeAll(async () => {
  await startEngine();
  network = networkOf(leNet5({ itemShape: [16, 16, 1], classes: 10, seed: 1 }));
  writeWeights(
    network.model,
    [...sections].filter(([name]) => name.startsWith('weights/')).map(([, { values }]) => values),
  );
});

const logitsOf = (classifier: Network): Float32Array =>
  classifier
    .logits(
      inputsAt(
        images,
        Array.from({ length: images.size }, (_, i) => i),
      ),
    )
    .dataSync() as Float32Array;
const logitsAfter = async (compression: Compression): Promise<Float32Array> =>
  logitsOf(networkOf((await compression.compress(network)).classifier));
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
/** The difference relative to the largest logit: float32 sums depend on their order. */
const relative = (a: ArrayLike<number>, b: Float32Array): number =>
  furthest(a, b) / b.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const close = 1e-5;

test('the uncompressed network has the logits of PyTorch', () => {
  expect(relative(logitsOf(network), section('logits'))).toBeLessThan(close);
});

describe('quantisation', () => {
  test.each(golden.quantized)(
    '$scheme with $bits bits and granularity $granularity has the logits of NumPy or PyTorch',
    async ({ section: name, bits, ...options }) => {
      const logits = await logitsAfter(quantize(bits, options as QuantizeOptions));
      expect(relative(logits, section(name))).toBeLessThan(close);
      if (bits < 8) expect(furthest(logits, section('logits'))).toBeGreaterThan(0.01); // differs from the original
    },
  );

  test('linear reduces the mean squared error to about a quarter per additional bit, on trained weights', () => {
    const before = readWeights(network.model);
    const errors = Array.from({ length: 16 }, (_, i) => {
      const after = readWeights(networkOf(quantize(i + 1).compress(network).classifier).model);
      return after.reduce((sum, values, k) => values.reduce((s, value, j) => s + (value - before[k][j]) ** 2, sum), 0);
    });
    for (let i = 1; i < errors.length; i++) expect(errors[i]).toBeLessThan(errors[i - 1]);
    expect(errors[7] / errors[6]).toBeCloseTo(127 ** 2 / 255 ** 2, 1);
  });

  test('float16 has the logits of NumPy, and rounds ties, subnormals and large numbers like NumPy', async () => {
    expect(relative(await logitsAfter(quantize.float16()), section('float16'))).toBeLessThan(close);
    expect(golden.float16.values.map(toFloat16)).toEqual(golden.float16.rounded.map((value) => value + 0));
    expect([65519.99, 65520, 1e30, -1e30].map(toFloat16)).toEqual([65504, 65504, 65504, -65504]);
  });

  test.each(golden.kmeans)(
    'k-means with $bits bits has the centroids of scikit-learn, and is close to its best inertia',
    ({ bits, seeds, centroids, inertia, bestInertia }) => {
      const kernel = weightsOf(network.model)[6];
      const points = tally(kernel.values);
      expect(furthest(lloyd(points, Float64Array.from(seeds)), centroids)).toBeLessThan(1e-6);
      const errorOf = (table: ArrayLike<number>) =>
        kernel.values.reduce(
          (sum, value) =>
            sum + Array.from(table).reduce((least, centroid) => Math.min(least, (value - centroid) ** 2), Infinity),
          0,
        );
      expect(errorOf(lloyd(points, Float64Array.from(seeds))) / inertia).toBeCloseTo(1, 5);
      const decoded = quantizeKMeans(kernel, bits).values;
      const error = decoded.reduce((sum, value, i) => sum + (value - kernel.values[i]) ** 2, 0);
      expect(error / bestInertia).toBeLessThanOrEqual(1 + 1e-6); // not above the best of ten seeds
      expect(new Set(decoded).size).toBeLessThanOrEqual(2 ** bits);
    },
  );

  test('int8 has the activation grids of PyTorch', () => {
    const grids = calibrate(network, calibration, { range: 'min-max', percentile: 100 });
    expect(grids.size).toBe(golden.grids.length);
    const places = ['input', '1 conv2d_1', '3 conv2d_3', '6 dense_6', '7 dense_7', 'logits'];
    golden.grids.forEach(({ scale, zeroPoint }, i) => {
      const grid = grids.get(places[i]) as { scale: number; zeroPoint: number };
      expect(Math.abs(grid.scale / scale - 1)).toBeLessThan(1e-5);
      expect(Math.abs(grid.zeroPoint - zeroPoint)).toBeLessThanOrEqual(1);
    });
  });

  test('int8 has the logits of PyTorch to within one step, except for rare ties', async () => {
    const logits = await logitsAfter(quantize.int8({ calibration }));
    const { scale } = golden.grids[golden.grids.length - 1];
    const steps = logits.map((value, i) => Math.abs(value - section('int8')[i]) / scale);
    expect(Math.max(...steps)).toBeLessThan(1.5);
    expect(steps.filter((step) => step < 0.01).length / steps.length).toBeGreaterThan(0.95);
    expect(furthest(logits, section('logits'))).toBeGreaterThan(scale / 2);
  });
});

describe('pruning', () => {
  test.each(golden.pruned)(
    'a sparsity of $sparsity with scope $scope has the zeros and logits of torch.nn.utils.prune',
    async ({ scope, sparsity, zeros, section: name }) => {
      const { classifier } = await prune(sparsity, { scope }).compress(network);
      const kernels = readWeights(networkOf(classifier).model).filter((_, i) => i % 2 === 0);
      expect(kernels.map((values) => values.filter((value) => value === 0).length)).toEqual(zeros);
      expect(relative(logitsOf(networkOf(classifier)), section(name))).toBeLessThan(close);
    },
  );

  test.each(golden.filters)(
    'removing a share of $fraction keeps the filters that ln_structured keeps',
    async ({ fraction, kept }) => {
      const { classifier } = await prune.structured(fraction, { keepShape: true }).compress(network);
      const [first, , second] = weightsOf(networkOf(classifier).model);
      const alive = [first, second].map(({ values, channels }) => {
        const norms = new Float64Array(channels);
        values.forEach((value, i) => (norms[i % channels] += Math.abs(value)));
        return [...norms.keys()].filter((channel) => norms[channel] > 0);
      });
      expect(alive).toEqual(kept);
    },
  );

  test('the average percentage of zeros per unit equals that of PyTorch’s activations', () => {
    const layers = network.model.layers.filter(({ name }) => /conv2d|dense_[67]/.test(name));
    zeroShares(network.model, layers, calibration).forEach((shares, i) => {
      expect(furthest(shares, golden.apoz[i])).toBeLessThan(2e-3); // an activation near zero may round to either side
    });
  });
});
