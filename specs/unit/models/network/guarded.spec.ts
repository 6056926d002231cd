import { beforeAll, expect, test } from 'vitest';
import { pgd, square } from '../../../../src/attacks/index.ts';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { quantize } from '../../../../src/compression/index.ts';
import type { Split } from '../../../../src/datasets/contract.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { createRandom } from '../../../../src/random/index.ts';

beforeAll(() => startEngine().then(() => undefined));

const split: Split = { inputs: new Float32Array(8), itemShape: [4], labels: Int32Array.of(0, 1), size: 2 };
const built = (changes: object): Network =>
  ({
    ...multilayerPerceptron.with({ hidden: [4] })({ itemShape: [4], classes: 3, seed: 1 }),
    name: 'own',
    ...changes,
  }) as Network;

test.each<[string, object, (network: Network) => unknown, string]>([
  [
    'predict that answers nothing',
    { predict: async () => undefined },
    (network) => square.with({ queries: 2 }).run(network, split, { epsilon: 0.1 }),
    '"own": the result of predict is undefined.',
  ],
  [
    'predictions of another length',
    { predictions: async () => new Int32Array(1) },
    async (network) => networkOf(network).predictions(split),
    '"own": the result of predictions is Int32Array of 1 values.\nExpected an Int32Array of 2 classes.',
  ],
  [
    'probabilities of other classes',
    { probabilities: async () => ({ data: new Float32Array(4), rows: 2, columns: 2 }) },
    async (network) => networkOf(network).probabilities(split),
    'Expected a matrix of 2 rows and 3 columns.',
  ],
  [
    'outputs of another form',
    { outputs: async () => 5 },
    async (network) => networkOf(network).outputs(split),
    '"own": the result of outputs is 5.',
  ],
  [
    'logits of other classes',
    { logits: () => tf.zeros([2, 5]) },
    (network) => pgd.with({ steps: 3 }).run(network, split, { epsilon: 0.1 }),
    '"own": the result of logits is [2, 5].\nExpected a tensor [',
  ],
  [
    'logits that come later and fail',
    { logits: async () => Promise.reject(new Error('late')) },
    (network) => pgd.with({ steps: 3 }).run(network, split, { epsilon: 0.1 }),
    '"own": the result of logits is Promise.',
  ],
  [
    'a clone that is no function',
    { clone: 'no' },
    async (network) => quantize(8).compress(network),
    '"own": clone is \'no\'.\nExpected a function.',
  ],
  [
    'a clone that is no classifier',
    { clone: () => Number.NaN },
    async (network) => quantize(8).compress(network),
    '"own": the result of clone is NaN.',
  ],
])('a network with %s is refused', async (_, changes, use, message) => {
  const network = built(changes);
  const error: unknown = await Promise.resolve(use(network)).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InvalidModelError);
  expect((error as Error).message).toContain(message);
});

test('a network with a logits function of its user is attacked like the one that it wraps', async () => {
  const network = built({});
  const wrapped: Network = { ...network, logits: (x, options) => network.logits(x, options) };
  const run = (model: Network) =>
    pgd
      .with({ steps: 3 })
      .run(
        model,
        { ...split, inputs: Float32Array.from({ length: 8 }, () => createRandom(1).uniform()) },
        { epsilon: 0.1, seed: 1 },
      );
  expect(await run(wrapped)).toEqual(await run(network));
});
