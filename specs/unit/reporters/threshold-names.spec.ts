import { expect, test } from 'vitest';
import { checkThresholdNames } from '../../../reporters/threshold-names.ts';
import { assemble } from '../../../src/report/assemble.ts';
import { run } from './sample.ts';

const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;
const report = (...names: string[]) =>
  assemble(
    [{ file: 'a', test: 'b', meta: { gates: [], models: names.map((name) => run(name, 1, [0.5])), engines: [] } }],
    {
      header,
      retraining: [],
      thresholds: {},
    },
  );

test('checkThresholdNames rejects a misspelt name, and lists the existing ones', async () => {
  await expect(checkThresholdNames({ area: { marign: 0.5 } }, report('myOwn', 'dre'))).rejects.toThrow(
    /area names the acquisition function "marign", which does not exist\.\nExpected one of .*deepGini, .*dre, .*margin, .*myOwn/,
  );
});

test('checkThresholdNames accepts a function that ran, and one of the library that did not run', async () => {
  const thresholds = { accuracy: { myOwn: 0.5, margin: 0.5 }, robustAccuracy: 0.4 };
  await expect(checkThresholdNames(thresholds, report('myOwn'))).resolves.toBeUndefined();
});

test('checkThresholdNames accepts any name in a run without comparison', async () => {
  await expect(checkThresholdNames({ accuracy: { marign: 0.5 } }, report())).resolves.toBeUndefined();
});
