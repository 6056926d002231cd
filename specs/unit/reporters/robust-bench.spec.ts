import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeRobustBench } from '../../../reporters/robust-bench.ts';
import { assemble } from '../../../src/report/assemble.ts';
import type { Gate } from '../../../src/report/schemas/gate.ts';
import { gate, robustness, run } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'dnn-robust-bench-'));
const write = async (gates: readonly Gate[]): Promise<void> => {
  const meta = { gates: [...gates], models: [run('dre', 1, [0.5])], engines: [] };
  const report = assemble([{ file: 'a.spec.ts', test: 'survives', meta }], {
    header: { package: 'vitest-dnn', version: '1.2.3', seed: 1 },
    retraining: [],
    thresholds: {},
  });
  await writeRobustBench(report, folder);
};

test('a card has the fields of RobustBench', async () => {
  const measurement = { ...robustness(0.5953), attack: 'autoAttack', epsilon: 8 / 255, cleanAccuracy: 0.8969 };
  await write([gate(0.5953, { measurement, model: 'dre-1' }), gate(0.7)]);
  const path = join(folder, 'robust-bench/glyphs/Linf/leNet5-dre-1-8-255.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    link: null,
    name: 'leNet5-dre-1',
    authors: null,
    additional_data: null,
    number_forward_passes: 1,
    dataset: 'glyphs',
    venue: null,
    architecture: 'leNet5',
    eps: '8/255',
    clean_acc: '89.69',
    reported: null,
    autoattack_acc: '59.53',
    unreliable: false,
  });
});

test('other attacks, and measurements that stopped early, have none', async () => {
  const early = { ...robustness(0.5), attack: 'autoAttack', sequential: { threshold: 0.4, inputs: 900 } };
  await write([gate(0.7), gate(0.5, { measurement: early })]);
  expect(existsSync(join(folder, 'robust-bench'))).toBe(false);
});
