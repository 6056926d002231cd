import { beforeAll, describe, expect, test } from 'vitest';
import { prune, pruneNeurons, type Compression } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { largestDifference, sampleSplit } from '../../models/sample.ts';
import { chain, conv, logits, network, on, residual, same, zeros, type X } from './networks.ts';

beforeAll(async () => {
  await startEngine();
});

const {
  add,
  average,
  averagePooling2d,
  batchNormalization,
  bidirectional,
  concatenate,
  conv1d,
  conv2d,
  conv2dTranspose,
  dense,
  depthwiseConv2d,
  flatten,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  gru,
  layerNormalization,
  lstm,
  maximum,
  maxPooling2d,
  multiply,
  permute,
  prelu,
  reLU,
  repeatVector,
  reshape,
  separableConv2d,
  softmax,
  timeDistributed,
  zeroPadding2d,
} = tfl.layers;
const separable = (filters: number): Layer =>
  separableConv2d({
    filters,
    kernelSize: 3,
    padding: 'same',
    depthwiseInitializer: 'zeros',
    pointwiseInitializer: 'zeros',
  });

/** Inverted residuals: expansion, depthwise convolution, linear projection, a shortcut between projections. */
const mobile = (x: X): X => {
  const block = (h: X, filters: number, shortcut: boolean): X => {
    const relu6 = (): Layer => reLU({ maxValue: 6 });
    const depthwise = depthwiseConv2d({ kernelSize: 3, ...same });
    const out = chain(
      h,
      conv(10, 1),
      batchNormalization(),
      relu6(),
      depthwise,
      batchNormalization(),
      relu6(),
      conv(filters, 1),
    );
    return shortcut ? on(add(), out, h) : out;
  };
  const stem = chain(x, conv(5, 3, { strides: 2 }), batchNormalization(), reLU());
  const last = chain(
    block(block(stem, 6, false), 6, true),
    conv(9, 1, { activation: 'relu' }),
    globalAveragePooling2d({}),
  );
  return chain(last, reshape({ targetShape: [1, 1, 9] }), conv2d({ filters: 3, kernelSize: 1, ...zeros }), flatten({}));
};
/** Branches side by side, concatenated twice, without scale in the normalisation. */
const inception = (x: X): X => {
  const branch = (h: X, ...layers: Layer[]): X => chain(h, ...layers, batchNormalization({ scale: false }), reLU());
  const mixed = (h: X): X =>
    on(
      concatenate({ axis: 3 }),
      branch(h, conv(4, 1)),
      branch(branch(h, conv(3, 1)), conv(5, 3)),
      branch(chain(h, averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' })), conv(2, 1)),
    );
  return chain(
    mixed(mixed(branch(x, conv(4)))),
    globalMaxPooling2d({}),
    dense({ units: 3, activation: 'softmax', ...zeros }),
  );
};

const image = [8, 8, 2];
const cases: [string, number[], (x: X) => X][] = [
  ['a residual network', image, residual],
  ['inverted residuals with depthwise convolutions', image, mobile],
  ['inception blocks', image, inception],
  [
    'separable convolutions with a depth multiplier after depthwise ones',
    image,
    (x) =>
      logits(
        chain(
          x,
          conv(4),
          depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, ...same }),
          reLU(),
          separable(6),
          reLU(),
          separable(4),
        ),
      ),
  ],
  [
    'squeeze and excitation, and a spatial attention of one channel',
    image,
    (x) => {
      const h = chain(x, conv(6, 3, { activation: 'relu' }));
      const gates = chain(
        h,
        globalAveragePooling2d({}),
        dense({ units: 4, activation: 'relu', ...zeros }),
        dense({ units: 6, activation: 'sigmoid', ...zeros }),
        reshape({ targetShape: [1, 1, 6] }),
      );
      const excited = on(multiply(), h, gates);
      return logits(on(multiply(), excited, chain(excited, conv(1, 3, { activation: 'sigmoid' }))));
    },
  ],
  [
    'a concatenation that is added to a convolution',
    image,
    (x) => logits(on(add(), on(concatenate(), on(conv(3), x), on(conv(5), x)), on(conv(8), x))),
  ],
  [
    'a concatenation in space, maxima and averages',
    image,
    (x) =>
      logits(
        on(
          concatenate({ axis: 1 }),
          on(maximum(), on(conv(5), x), on(conv(5), x)),
          on(average(), on(conv(5), x), on(conv(5), x)),
        ),
      ),
  ],
  [
    'a concatenation with the inputs',
    image,
    (x) => logits(chain(on(concatenate(), x, on(conv(5), x)), conv(4, 3, { activation: 'relu' }))),
  ],
  [
    'a convolution that is applied twice',
    image,
    (x) => {
      const shared = conv(5, 3, { activation: 'relu' });
      const [a, b] = [on(conv(5), x), on(conv(5, 1), x)];
      return logits(on(concatenate(), on(shared, a), on(shared, b)));
    },
  ],
  [
    'one normalisation and one dense layer for two branches',
    image,
    (x) => {
      const [normal, head] = [batchNormalization(), dense({ units: 3, ...zeros })];
      const side = (): X => chain(x, conv(5, 3), normal, reLU(), globalAveragePooling2d({}), head);
      return on(add(), side(), side());
    },
  ],
  [
    'transposed convolutions, padding and a parametric ReLU',
    image,
    (x) =>
      logits(
        chain(
          x,
          conv(5, 3, { strides: 2 }),
          prelu({ sharedAxes: [1, 2] }),
          conv2dTranspose({ filters: 4, kernelSize: 2, strides: 2, ...zeros }),
          zeroPadding2d({}),
          prelu({}),
          conv(4),
        ),
      ),
  ],
  [
    'channels first',
    [2, 8, 8],
    (x) => {
      const first = { dataFormat: 'channelsFirst' } as const;
      const stem = chain(
        x,
        conv(5, 3, first),
        batchNormalization({ axis: 1 }),
        reLU(),
        maxPooling2d({ poolSize: 2, ...first }),
      );
      return chain(
        on(add(), stem, on(conv(5, 3, first), stem)),
        conv(4, 3, first),
        flatten({}),
        dense({ units: 5, activation: 'relu', ...zeros }),
        dense({ units: 3, ...zeros }),
      );
    },
  ],
  [
    'flattening with channels first, permuting, repeating and reshaping',
    [6, 4, 2],
    (x) => {
      const h = chain(
        x,
        conv(4),
        permute({ dims: [3, 1, 2] }),
        reshape({ targetShape: [4, 24] }),
        permute({ dims: [2, 1] }),
        reshape({ targetShape: [6, 16] }),
        dense({ units: 5, activation: 'relu', ...zeros }),
      );
      return chain(
        h,
        globalAveragePooling1d({}),
        repeatVector({ n: 3 }),
        flatten({ dataFormat: 'channelsFirst' }),
        dense({ units: 3, ...zeros }),
      );
    },
  ],
  [
    'recurrent layers behind a convolution',
    [9, 2],
    (x) =>
      chain(
        x,
        conv1d({ filters: 6, kernelSize: 3, activation: 'relu', ...zeros }),
        bidirectional({ layer: gru({ units: 3, returnSequences: true, ...zeros }) as never, mergeMode: 'concat' }),
        lstm({ units: 4, ...zeros }),
        dense({ units: 3, ...zeros }),
      ),
  ],
  [
    'a dense layer at each step in time',
    [5, 4],
    (x) =>
      chain(
        x,
        timeDistributed({ layer: dense({ units: 9, activation: 'relu', ...zeros }) }),
        timeDistributed({ layer: dense({ units: 8, activation: 'relu', ...zeros }) }),
        flatten({}),
        dense({ units: 3, ...zeros }),
      ),
  ],
  [
    'normalisation and softmax over other axes than the units',
    [4, 6, 2],
    (x) =>
      logits(
        chain(x, conv(5, 3), layerNormalization({ axis: [1, 2] }), permute({ dims: [3, 1, 2] }), softmax({ axis: -1 })),
      ),
  ],
];

describe('the smaller network equals its zeroed twin', () => {
  const recurrentOnly = /^recurrent/;
  test.each(cases)('%s', async (title, itemShape, build) => {
    const original = network(itemShape, build);
    const split = sampleSplit({ itemShape, size: 12 });
    const makes: ((keepShape: boolean) => Compression)[] = [
      ...(/dense layer at each|^flattening/.test(title)
        ? []
        : [(keepShape: boolean) => prune.structured(0.4, { keepShape })]),
      ...(recurrentOnly.test(title) ? [] : [(keepShape: boolean) => pruneNeurons(0.6, split, { keepShape })]),
    ];
    let pruned = 0;
    for (const make of makes) {
      const smaller = await Promise.resolve(make(false).compress(original)).catch((error: unknown) => error as Error);
      if (smaller instanceof InvalidModelError && /is ever zero/.test(smaller.message)) continue; // linear layers only
      if (smaller instanceof Error) throw smaller;
      const twin = await make(true).compress(original);
      const [a, b] = [smaller, twin].map((compressed) => networkOf(compressed.classifier).model.countParams());
      expect(a).toBeLessThan(b);
      const outputs = [await smaller.classifier.probabilities(split), await twin.classifier.probabilities(split)];
      expect(largestDifference(outputs[0].data, outputs[1].data)).toBeLessThan(1e-5);
      expect(outputs[0].data).not.toEqual((await original.probabilities(split)).data);
      expect(smaller.bytesAfter).toBe(4 * a);
      expect(JSON.parse(JSON.stringify(smaller.prunedLayers))).toEqual(twin.prunedLayers);
      pruned++;
    }
    expect(pruned).toBeGreaterThan(0);
  });
});
