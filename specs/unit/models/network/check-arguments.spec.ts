import { beforeAll, describe, expect, test } from 'vitest';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { InvalidDataError, InvalidOptionError } from '../../../../src/errors.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';

beforeAll(() => startEngine().then(() => undefined));

const build = () => networkOf(multilayerPerceptron.with({ hidden: [4] })({ itemShape: [4], classes: 3, seed: 1 }));
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

describe('a classifier', () => {
  test.each<[string, () => unknown, string]>([
    ['a number', () => -0, 'logits received 0.\nExpected a tensor [batch, 4].'],
    ['an array', () => new Float32Array(4), 'logits received Float32Array of 4 values.'],
    ['a proxy that was revoked', revoked, 'logits received'],
    ['a tensor of other items', () => tf.zeros([2, 5]), 'logits received a tensor [2, 5].'],
  ])('computes no logits of %s', (_, given, message) => {
    tf.tidy(() => {
      expect(() => build().logits(given() as never)).toThrow(InvalidOptionError);
      expect(() => build().logits(given() as never)).toThrow(message);
    });
  });

  test.each([[() => null], [() => 5], [revoked], [() => ({ training: true })], [() => ({ train: 1 })]])(
    'computes no logits with other options (%#)',
    (options) => {
      tf.tidy(() => {
        expect(() => build().logits(tf.zeros([2, 4]), options() as never)).toThrow(InvalidOptionError);
      });
    },
  );

  test.each([
    [Float64Array.from([1, 2, 3, 4]), 1],
    [Uint8Array.of(1, 2, 3, 4), 1],
    [new Float32Array(4), 2],
    [undefined, 1],
  ])('predicts nothing from %o and %o', async (inputs, count) => {
    await expect(build().predict(inputs as never, count)).rejects.toThrow(InvalidDataError);
  });
});
