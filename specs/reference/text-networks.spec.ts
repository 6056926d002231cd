import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { gru, lstm, textCnn } from '../../src/architectures/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf, type Tensor } from '../../src/engine/tensors.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { writeWeights } from '../../src/models/network/weights.ts';
import { atEmbedding } from '../../src/models/network/at-embedding.ts';
import { split } from '../../src/splits/index.ts';
import { textEncoder } from '../../src/text/index.ts';

/** Values computed by Keras and PyTorch: `python specs/reference/generators/text-networks.py`. */
const golden = JSON.parse(readFileSync(new URL('golden/text-networks.json', import.meta.url), 'utf8')) as {
  vocabularySize: number;
  embedding: number;
  units: number;
  classes: number;
  length: number;
  texts: number[][];
  gradientOf: number;
  networks: {
    name: string;
    architecture: 'lstm' | 'gru' | 'textCnn';
    options: object;
    weights: number[][];
    keras: number[] | null;
    torch: number[] | null;
    gradient: number[] | null;
  }[];
};
/** Texts are their ids, written in digits. */
const tokenizer = {
  encode: (text: string) => text.split(' ').map(Number),
  decode: (ids: number[]) => ids.join(' '),
};
const { vocabularySize, embedding, units, classes, length } = golden;
const build = {
  lstm: (options: object) => lstm.with({ embedding, units, ...options }),
  gru: (options: object) => gru.with({ embedding, units, ...options }),
  textCnn: (options: object) => textCnn.with({ embedding, ...options }),
};
const texts = golden.texts.map((ids) => ids.join(' '));

beforeAll(async () => {
  await startEngine();
});

describe.each(golden.networks)('$name', ({ architecture, options, weights, keras, torch, gradient }) => {
  const make = (tokens: number, padding: 'before' | 'after') => {
    const encoder = textEncoder({ tokenizer, vocabularySize, length: tokens, padding });
    const network = networkOf(build[architecture](options)({ itemShape: [tokens], classes, seed: 1, encoder }));
    const values = weights.map((each) => Float32Array.from(each));
    writeWeights(network.model, values);
    const labels = texts.map(() => 0);
    return { network, data: split(texts, labels, { encoder }) };
  };

  test.each([
    ['after', length],
    ['before', length],
    ['before', length + 4],
  ] as const)(
    'has the probabilities of Keras and PyTorch on texts padded %s, to %i tokens',
    async (padding, tokens) => {
      const { network, data } = make(tokens, padding);
      expectNear((await network.probabilities(data)).data, keras ?? torch ?? []);
      expectNear((await network.probabilities(data)).data, torch ?? keras ?? []);
      network.dispose();
    },
  );

  test.runIf(gradient)('has the gradient of PyTorch at its embedding, which padding takes no part in', () => {
    const { network, data } = make(length, 'after');
    const walk = atEmbedding(network);
    const ids = (data.inputs as Int32Array).subarray(golden.gradientOf * length, (golden.gradientOf + 1) * length);
    const x = tf.tensor3d(walk?.embed(Int32Array.from(ids)) ?? [], [1, length, embedding + 1]);
    const slope = tf.grad((each: Tensor) => tf.slice(walk?.network.logits(each) as Tensor, [0, 0], [1, 1]))(x);
    const ofVectors = Array.from(tf.slice(slope, [0, 0, 0], [1, length, embedding]).dataSync());
    const padding = Array.from({ length: length * embedding - (gradient ?? []).length }, () => 0);
    expectNear(ofVectors, [...(gradient ?? []), ...padding]);
    expect(Array.from(tf.slice(slope, [0, 0, embedding]).dataSync())).toEqual(new Array(length).fill(0));
    network.dispose();
  });
});

function expectNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(Math.abs(actual[at] - value)).toBeLessThan(1e-5);
}
