import { expect, test } from 'vitest';
import { runFileFuzz } from './program.ts';
import { subjects } from './subjects.ts';

test('damaged files of every format are refused or read as before where a checksum exists, and take nothing else', async () => {
  const { lines, findings } = await runFileFuzz({ seed: 1, count: 8 });
  expect(findings).toEqual([]);
  expect(lines).toHaveLength(subjects.length);
});
