import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { compressionTables } from '../../../../reporters/render/tables/compressions.ts';
import { gatesTable } from '../../../../reporters/render/tables/gates.ts';
import { renderMarkdown } from '../../../../reporters/render/markdown/markdown.ts';
import { renderTerminal } from '../../../../reporters/render/terminal/terminal.ts';
import { assemble } from '../../../../src/report/assemble.ts';
import type { Gate } from '../../../../src/report/schemas/gate.ts';
import type { CompressionMeasurement } from '../../../../src/report/schemas/compression-measurement.ts';
import { gatherCompressions } from '../../../../src/report/tables/compressions.ts';
import { validateReport, validateTaskMeta } from '../../../../src/report/validate.ts';
import { gate, run } from '../../reporters/sample.ts';

/** A measurement as `evaluateCompressions` returns it. */
function measurement(compression: string, change: number, bytesAfter: number): CompressionMeasurement {
  return {
    kind: 'compression',
    subject: 'leNet5',
    parameters: {},
    value: 0.9 + change / 100,
    inputs: 2000,
    interval: { low: 0.8, high: 0.99, confidence: 0.95 },
    seconds: 0.5,
    seed: 1,
    engine: 'wasm 4.22.0',
    compression,
    accuracyBefore: 0.9,
    lost: 0,
    gained: 0,
    accuracyAfter: 0.9 + change / 100,
    change,
    agreement: 0.97,
    bytesBefore: 1000,
    bytesAfter,
    nonZeroBefore: 250,
    nonZeroAfter: 250,
    multiplyAddsBefore: 416520,
    multiplyAddsAfter: 416520,
    steps: [{ compression, accuracy: 0.9 + change / 100, bytes: bytesAfter, nonZero: 250 }],
  };
}

const loss = (model: string | null, compression: string, change: number, bytes: number): Gate =>
  gate(-change / 100, {
    matcher: 'toRetainAccuracyAfter',
    model,
    measurement: measurement(compression, change, bytes),
  });
const everything = {
  ...run('x', 1, [0.9]),
  id: 'all',
  name: 'everything-1',
  origin: 'trained',
  acquisition: null,
} as const;
const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;
const asItIs = { ...measurement('nothing', 0, 1000), uncompressed: true };
const gates = [
  loss('all', 'quantize(2)', -9.9, 70),
  loss('all', 'prune(0.1)', -0.05, 932),
  loss('dre-1', 'quantize(2)', -11.3, 72),
  loss('dre-1', 'prune(0.1)', 0.3, 932),
  loss('randomSampling-1', 'quantize(2)', -7.35, 71),
  gate(1000, { quantity: 'size as it is', unit: 'bytes', model: null, measurement: asItIs }),
  gate(800, {
    quantity: 'size',
    unit: 'bytes',
    threshold: 1024,
    measurement: measurement('quantize(2)', 0, 800),
    model: 'dre-1',
    relation: 'at most',
  }),
];
const models = [run('dre', 1, [0.9]), run('randomSampling', 1, [0.9]), everything];
const task = { file: 'a.spec.ts', test: 'one', meta: { gates, models, engines: ['wasm 4.22.0, 1 thread'] } };
const report = assemble([task], { header, retraining: [], thresholds: {} });

test('the measurements and the report match their schemas', () => {
  expect(validateTaskMeta(task.meta, 'the task')).toBe(task.meta);
  expect(validateReport(report, 'the report')).toBe(report);
});

test('the table has a row per model, with models of active learning first, a column per compression, and null for what was not measured', () => {
  expect(report.compressions).toHaveLength(1);
  const [{ compressions, rows }] = report.compressions;
  expect(compressions).toEqual(['quantize(2)', 'prune(0.1)']);
  expect(rows.map(({ name, changes }) => [name, changes])).toEqual([
    ['leNet5-dre-1', [-11.3, 0.3]],
    ['leNet5-randomSampling-1', [-7.35, null]],
    ['everything-1', [-9.9, -0.05]],
  ]);
});

test('a measurement without compression has no column, and a compression has one, whatever their names', () => {
  const named = [loss('dre-1', 'no compression', 0, 1000), loss('dre-1', 'nothing', 0, 1000)];
  const [{ compressions }] = gatherCompressions([...named, ...gates], models);
  expect(compressions).toEqual(['no compression', 'nothing', 'quantize(2)', 'prune(0.1)']);
});

test('models without a fixture have a separate table', () => {
  const [table] = assemble([{ ...task, meta: { ...task.meta, gates: [loss(null, 'quantize(2)', -1, 70)] } }], {
    header,
    retraining: [],
    thresholds: {},
  }).compressions;
  expect(table).toMatchObject({
    dataset: null,
    architecture: null,
    rows: [{ name: 'leNet5', acquisition: null, model: null }],
  });
});

test('the table is rendered for a terminal and in Markdown', () => {
  const [table] = compressionTables(report.compressions);
  expect(renderTerminal(table, { width: 100, chalk: new Chalk({ level: 0 }) })).toMatchInlineSnapshot(`
    "Compression  leNet5 · glyphs · 2,000 inputs

      model                    accuracy %  quantize(2)  prune(0.1)
      ────────────────────────────────────────────────────────────
      leNet5-dre-1                  90.00       −11.30       +0.30
      leNet5-randomSampling-1       90.00        −7.35           –
      everything-1                  90.00        −9.90       −0.05
      size %                        100.0          7.1        93.2

      change in accuracy in points; size: bytes of the weights in % of float32, including scales and
      codebooks"
  `);
  expect(renderMarkdown(table)).toMatchInlineSnapshot(`
    "## Compression

    leNet5 · glyphs · 2,000 inputs

    | model | accuracy % | quantize(2) | prune(0.1) |
    | --- | ---: | ---: | ---: |
    | leNet5-dre-1 | 90.00 | −11.30 | +0.30 |
    | leNet5-randomSampling-1 | 90.00 | −7.35 | – |
    | everything-1 | 90.00 | −9.90 | −0.05 |
    | size % | 100.0 | 7.1 | 93.2 |

    change in accuracy in points; size: bytes of the weights in % of float32, including scales and codebooks  "
  `);
});

test('accuracy after the compression decides the best model, because a model at chance level has nothing to lose', () => {
  const row = (name: string, accuracy: number, change: number) => ({
    model: name,
    name,
    acquisition: null,
    accuracy,
    inputs: 2000,
    changes: [change],
    sizes: [0.25],
  });
  const rows = [row('trained', 0.9, -0.4), row('chance', 0.1, 0)];
  const [table] = compressionTables([
    { dataset: 'glyphs', architecture: 'leNet5', compressions: ['quantize(8)'], rows },
  ]);
  expect(table.rows.slice(0, 2).map((cells) => cells[2].mark)).toEqual(['best', 'worst']);
  expect(table.notes).toContain('▲ ▼: highest and lowest accuracy after the compression');
});

test('a gate on a size is shown in bytes', () => {
  const row = gatesTable(report)?.rows.find((cells) => cells.some(({ text }) => text === 'size'));
  expect(row?.map(({ text }) => text)).toEqual(['one', 'size', '800 bytes', '–', '≤ 1,024 bytes', '2,000']);
});
