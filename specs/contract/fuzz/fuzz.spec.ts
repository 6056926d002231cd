import { expect, test } from 'vitest';
import { runFuzz } from './program.ts';

/** Functions whose arguments are objects made by hand. `npm run fuzz` calls all. */
const functions =
  'validateSplit,validateDataset,fingerprint,subset,split,itemSize,openDataset,openStored,entropyBias,selectionBias';

test('unusual splits, data sets and matrices are refused with a DnnError', async () => {
  const lines: string[] = [];
  const faults = await runFuzz({ calls: 100, seed: 1, matching: functions, print: (line) => lines.push(line) });
  expect(faults).toEqual([]);
  expect(lines.at(-1)).toContain(' refused with a DnnError');
});
