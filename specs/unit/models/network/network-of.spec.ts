import { beforeAll, describe, expect, test } from 'vitest';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import { classifier, type Classifier } from '../../../../src/models/index.ts';
import { isNetwork } from '../../../../src/models/network/is-network.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { dense, network } from '../sample.ts';

beforeAll(() => startEngine().then(() => undefined));

describe('the network of a classifier', () => {
  test.each([
    ['an architecture', () => multilayerPerceptron({ itemShape: [4], classes: 3, seed: 1 })],
    ['a model of layers', () => classifier(network(dense(3)))],
    ['a copy that spreads another', (): Classifier => ({ ...classifier(network(dense(3))), inputRange: [-3, 3] })],
  ])('of %s is the same object', (_, build) => {
    const built = build();
    expect(isNetwork(built)).toBe(true);
    expect(networkOf(built)).toBe(built);
  });

  test.each([
    [{ model: undefined }, 'its model has the type undefined, its logits have the type function.'],
    [{ logits: undefined }, 'its model has the type object, its logits have the type undefined.'],
  ])('is unavailable with %j', (changes, message) => {
    const incomplete: Classifier = { ...classifier(network(dense(3)), { name: 'own' }), ...changes };
    expect(isNetwork(incomplete)).toBe(false);
    expect(() => networkOf(incomplete)).toThrow(InvalidModelError);
    expect(() => networkOf(incomplete)).toThrow(
      `The classifier "own" is not a network: ${message}\nExpected a model with layers and a logits function.`,
    );
  });
});
