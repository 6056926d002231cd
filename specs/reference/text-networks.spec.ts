import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { gru, lstm, textCnn } from '../../src/architectures/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import { writeWeights } from '../../src/models/network/weights.ts';
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
  networks: {
    name: string;
    architecture: 'lstm' | 'gru' | 'textCnn';
    options: object;
    weights: number[][];
    keras: number[] | null;
    torch: number[] | null;
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

describe.each(golden.networks)('$name', ({ architecture, options, weights, keras, torch }) => {
  test.each([
    ['after', length],
    ['before', length],
    ['before', length + 4],
  ] as const)(
    'has the probabilities of Keras and PyTorch on texts padded %s, to %i tokens',
    async (padding, tokens) => {
      const encoder = textEncoder({ tokenizer, vocabularySize, length: tokens, padding });

      const network = networkOf(build[architecture](options)({ itemShape: [tokens], classes, seed: 1, encoder }));
      writeWeights(
        network.model,
        weights.map((values) => Float32Array.from(values)),
      );
      const data = split(
        texts,
        texts.map(() => 0),
        { encoder },
      );
      const probabilities = Array.from((await network.probabilities(data)).data);
      for (const expected of [keras, torch ?? keras])
        for (const [at, value] of expected?.entries() ?? [])
          expect(Math.abs(probabilities[at] - value)).toBeLessThan(1e-5);
      network.dispose();
    },
  );
});
