import { mkdtempSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeOutputs, type Output } from '../../../reporters/write-outputs.ts';
import { InvalidDataError } from '../../../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnn-write-outputs-'));
writeFileSync(join(folder, 'file'), '');
const refused = (name: string): Output => [name, () => writeFile(join(folder, 'file', name), '')];

async function write(outputs: readonly Output[]): Promise<{ written: string[]; errors: Error[] }> {
  const errors: Error[] = [];
  const written = await writeOutputs(outputs, folder, (error) => errors.push(error as Error));
  return { written: [...written], errors };
}

describe('outputs of a run', () => {
  test('are all written, whatever fails among them', async () => {
    const wrong = new InvalidDataError('The report is wrong.');
    const broken = new TypeError('broken');
    const { written, errors } = await write([
      ['a', () => Promise.reject(wrong)],
      ['b', () => writeFile(join(folder, 'b'), '')],
      ['c', () => Promise.reject(broken)],
      ['d', () => writeFile(join(folder, 'd'), '')],
    ]);
    expect(written).toEqual(['b', 'd']);
    expect(errors).toEqual([wrong, broken]);
  });

  test('are named in one error if the disk refuses several for one reason', async () => {
    const { written, errors } = await write([refused('report.json'), ['b', async () => {}], refused('index.html')]);
    expect(written).toEqual(['b']);
    expect(errors.map(String)).toEqual([
      `InvalidDataError: report.json, index.html cannot be written to ${folder} (ENOTDIR).\n` +
        'Expected a folder with room, in which this process may write.\n' +
        'Free space or change its rights, or set reportDir of dnn() to another folder.',
    ]);
  });
});
