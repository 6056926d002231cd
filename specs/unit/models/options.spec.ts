import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { checkNames } from '../../../src/options.ts';
import { classifier, loadClassifier } from '../../../src/models/index.ts';
import { dense, network } from './sample.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

describe('the options of a model', () => {
  test.each([
    [{ inputrange: [0, 1] }, 'classifier: there is no option "inputrange".'],
    [[0, 1], 'classifier: the options are [0, 1].'],
    [{ name: 3 }, 'classifier: name is 3.'],
  ])('are refused if they are %j', (options, message) => {
    expect(() => classifier(network(dense(2)), options as never)).toThrow(message);
  });

  test('are refused before a file is read', async () => {
    await expect(loadClassifier('nowhere', { range: [0, 1] } as never)).rejects.toThrow(
      'loadClassifier: there is no option "range".',
    );
    await expect(loadClassifier(new DataView(new ArrayBuffer(1)) as never)).rejects.toThrow(
      'Expected a string that is not empty.',
    );
  });

  test('are no proxy that was revoked', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(() => checkNames('owner', proxy, [])).toThrow(InvalidOptionError);
  });
});
