import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { labelStudioOracle, saveLabellingTasks, split, textEncoder, type Dataset } from '../../src/index.ts';
import golden from './golden/label-studio.json' with { type: 'json' };

// golden/label-studio.json: python -P specs/reference/generators/label-studio.py

const root = mkdtempSync(join(tmpdir(), 'vitest-dnn-label-studio-'));
afterAll(() => rmSync(root, { recursive: true }));

const { texts, classNames } = golden;
const encoder = textEncoder({ texts, length: 4 });
const items = split(texts, [0, 1, 0, 1, 0], { encoder });
const dataset: Dataset = { name: 'sounds', classNames, train: items, test: items };

describe(`Label Studio ${golden.labelStudio}`, () => {
  test('imported these tasks, and this configuration', async () => {
    const folder = join(root, 'tasks');
    const model = { name: 'guess', predict: (_: Float32Array, count: number) => Array.from({ length: count }, () => [0.25, 0.75]) }; // prettier-ignore
    await saveLabellingTasks(dataset, folder, { positions: [3, 0, 1, 2, 4], model });
    expect(JSON.parse(readFileSync(join(folder, 'tasks.json'), 'utf8'))).toEqual(golden.tasks);
    expect(readFileSync(join(folder, 'label-config.xml'), 'utf8')).toBe(golden.config);
  });

  test.each(['JSON', 'JSON_MIN'] as const)('its export %s is read back', async (kind) => {
    const folder = join(root, kind);
    mkdirSync(join(folder, 'exports'), { recursive: true });
    writeFileSync(join(folder, 'exports', 'sounds.json'), JSON.stringify(golden.exports[kind]));
    const oracle = labelStudioOracle(dataset, folder);
    // Two of three people agree on text 1; an annotation of text 2 was cancelled, and nobody labelled text 4.
    expect(await oracle(Int32Array.of(1, 3, 0, 2))).toEqual(Int32Array.of(1, 1, 0, 0));
    await expect(oracle(Int32Array.of(0, 4))).rejects.toThrow('1 of 2 items have no label');
    const waiting = JSON.parse(readFileSync(join(folder, 'tasks.json'), 'utf8')) as { data: { position: number } }[];
    expect(waiting.map(({ data }) => data.position)).toEqual([4]);
  });
});
