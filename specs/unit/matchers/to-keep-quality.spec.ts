import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fgsm } from '../../../src/attacks/index.ts';
import { baselinePath } from '../../../src/baseline/path.ts';
import { quantize } from '../../../src/compression/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { subset } from '../../../src/splits/index.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split as ten, thresholdModel } from './threshold-model.ts';

registerMatchers();
const split = subset(
  ten,
  Array.from({ length: 100 }, (_, item) => item % 10),
);
const model = { classifier: await thresholdModel(), split };
const constant = {
  name: 'threshold',
  classes: 2,
  predict: async (_: unknown, n: number) => ({ labels: new Int32Array(n) }),
};
const worse = { classifier: constant, split };

/** Each test has a baseline of its own. Vitest knows the file by another name than the one that runs. */
beforeEach(({ task }) => {
  vi.stubEnv('CI', '');
  const file = Object.create(task.file) as typeof task.file;
  file.filepath = join(mkdtempSync(join(tmpdir(), 'dnn-keep-')), 'digits.spec.ts');
  file.name = 'specs/digits.spec.ts';
  Object.assign(task, { file });
  const { snapshotState } = expect.getState();
  Object.defineProperty(snapshotState, 'snapshotUpdateState', { value: 'new', configurable: true }); // in CI, it is 'none'
  return () => {
    Object.assign(task, { file: Object.getPrototypeOf(file) as typeof file });
    Reflect.deleteProperty(snapshotState, 'snapshotUpdateState');
  };
});

describe('toKeepQuality', () => {
  test('writes the baseline of all its checks, once', async ({ task }) => {
    await expect(model).toKeepQuality({ attacks: [[fgsm, 0.25]], compressions: [quantize(8)] });
    expect(existsSync(baselinePath(task.file.filepath))).toBe(true);
    const { gates } = (task.meta as { dnn: { gates: { quantity: string; baseline: { status: string } }[] } }).dnn;
    expect(gates.map(({ quantity, baseline }) => [quantity, baseline.status])).toEqual([
      ['accuracy', 'written'],
      ['robust accuracy under fgsm(0.25)', 'written'],
      ['accuracy after quantize(8)', 'written'],
    ]);
  });

  test('never writes in CI', async ({ task }) => {
    vi.stubEnv('CI', 'true');
    const message = await messageOf(expect(model).toKeepQuality());
    expect(message).toContain(
      'expected threshold to have a committed baseline of its accuracy, but specs/__baselines__/',
    );
    expect(message).toContain(' outside CI, which never writes, to write it, and commit specs/__baselines__/');
    expect(existsSync(baselinePath(task.file.filepath))).toBe(false);
  });

  test('names several models of a test', async ({ task }) => {
    await expect(model).toKeepQuality({ name: 'first' });
    await expect(worse).toKeepQuality();
    await expect(worse).toKeepQuality();
    const { gates } = (task.meta as { dnn: { gates: { baseline: { check: string } }[] } }).dnn;
    expect(gates.map(({ baseline }) => baseline.check)).toEqual(['first: accuracy', 'accuracy', 'accuracy #2']);
  });

  test('is not negated', async () => {
    await expect(expect(model).not.toKeepQuality()).rejects.toThrow('toKeepQuality was used with .not.');
  });

  test.each<[string, object, string]>([
    ['a drop in points', { within: 2 }, 'toKeepQuality: within is 2.'],
    ['a single attack', { attacks: [fgsm] }, 'toKeepQuality: an item of attacks is '],
    ['an attack without epsilon', { attacks: [[fgsm]] }, 'Write attacks: [[pgd, 0.1]].'],
    ['another value than a list', { attacks: fgsm }, 'toKeepQuality: attacks is '],
    ['a compression that is not called', { compressions: [quantize] }, 'which was not called'],
    ['nothing to keep', { accuracy: false }, 'there are no attacks and no compressions'],
    ['an unknown option', { attack: [] }, 'toKeepQuality: there is no option "attack".'],
  ])('refuses %s', async (_, options, message) => {
    const asserted = expect(model).toKeepQuality(options as never);
    await expect(asserted).rejects.toThrow(InvalidOptionError);
    await expect(expect(model).toKeepQuality(options as never)).rejects.toThrow(message);
  });
});
