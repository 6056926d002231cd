import { Chalk } from 'chalk';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeExamples } from '../../../../../reporters/adversarial-examples.ts';
import { markdownDocument, terminalDocument } from '../../../../../reporters/render/document.ts';
import { htmlDocument } from '../../../../../reporters/render/html/page.ts';
import { assemble } from '../../../../../src/report/assemble.ts';
import { packPixels } from '../../../../../src/report/pixels.ts';
import type { Findings } from '../../../../../src/report/schemas/findings.ts';
import type { Gate } from '../../../../../src/report/schemas/gate.ts';
import type { Report } from '../../../../../src/report/schemas/report.ts';
import { validateReport } from '../../../../../src/report/validate.ts';
import { gate } from '../../sample.ts';

function reportOf(findings: Findings): Report {
  const measurement = {
    kind: 'data',
    subject: 'pets',
    parameters: {},
    value: 2,
    inputs: 1200,
    interval: { low: 2, high: 2, confidence: 1 },
    seconds: 0.1,
    seed: 1,
    engine: 'JavaScript',
    check: 'labels',
    groups: 1,
  } satisfies Gate['measurement'];
  const failed = gate(2, {
    matcher: 'toHaveConsistentLabels',
    quantity: 'number of conflicts',
    value: 2,
    relation: 'at most',
    threshold: 0,
    unit: 'items',
    passed: false,
    outcome: 'failed',
    interval: undefined,
    model: null,
    measurement,
    findings,
  });
  const meta = { gates: [JSON.parse(JSON.stringify(failed)) as Gate], models: [], engines: [] };
  const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;
  return assemble([{ file: 'a.spec.ts', test: 'labels', meta }], { header, retraining: [], thresholds: {} });
}

const what = 'pairs of equal items';
const pair = (text: string) =>
  reportOf({
    file: null,
    what,
    found: 1200,
    shown: [
      {
        items: [
          { split: 'training', position: 7, label: 'cat', id: 'c7', text },
          { split: 'test', position: 3, label: 'dog', text: 'a CAT' },
        ],
      },
    ],
  });
const pageOf = (report: Report): string => [...htmlDocument(report)].join('');

test('texts are shown in terminal, Markdown and HTML', () => {
  const report = pair('a <b>cat</b>');
  validateReport(report, 'the report');
  const terminal = terminalDocument(report, { width: 140, chalk: new Chalk({ level: 0 }) });
  expect(terminal).toContain('Found items  labels · number of conflicts · 1 of 1,200 pairs of equal items');
  expect(terminal).toMatch(/training #7 \(c7\) {2}cat {4}a <b>cat<\/b>\n {2}= test #3 {9}dog {4}a CAT/);
  expect(terminal).toMatch(/labels +number of conflicts +2 \S +– +≤ 0 +1,200/);
  expect(markdownDocument(report)).toContain(String.raw`| a \<b\>cat\</b\> |`);
  const page = pageOf(report);
  expect(page).toContain('1 of 1,200 pairs of equal items');
  expect(page).toContain('a &lt;b&gt;cat&lt;/b&gt;');
  expect(page).toContain('equal · training #7 (c7) and test #3');
  expect(page).toContain('<dt>data</dt>');
});

test('pictures are drawn as a contact sheet and on the page, pairs with their difference', async () => {
  const [first, second] = [Float32Array.of(0, 1, 0, 1), Float32Array.of(0, 1, 0, 0.9)];
  const items = [
    { split: 'training', position: 7, label: 'cat' },
    { split: 'test', position: 3, label: 'cat' },
  ] as const;
  const file = 'findings/labels-00000000.png';
  const images = { height: 2, width: 2, channels: 1 as const, ...packPixels(first, second, [0, 1]) };
  const report = reportOf({ file, what, found: 1, shown: [{ items: [...items], distance: 0.05 }], images });
  const page = pageOf(report);
  expect(page.match(/<figure>\s*<img/g)).toHaveLength(3);
  expect(page).toContain('change × 10');
  expect(page).toContain('distance 0.05 · training #7 and test #3');

  const folder = mkdtempSync(join(tmpdir(), 'dnn-findings-'));
  const written = await writeExamples(report, folder, {
    sharded: false,
    fail: (error) => expect.unreachable(String(error)),
  });
  expect(readFileSync(join(folder, file)).subarray(1, 4).toString()).toBe('PNG');
  expect(written.gates[0].findings).not.toHaveProperty('images');
  expect(markdownDocument(written, { images: true })).toContain(`## Found items\n\n![number of conflicts](${file})`);
  writeFileSync(join(folder, 'findings/old.png'), '');
  const broken = reportOf({ file, what, found: 1, shown: [{ items: [items[0]] }], images: { ...images, pixels: '' } });
  const errors: unknown[] = [];
  const without = await writeExamples(broken, folder, { sharded: false, fail: (error) => errors.push(error) });
  expect(String(errors)).toContain('cannot be unpacked');
  expect(without.gates[0].findings).toMatchObject({ file: null, found: 1 });
  rmSync(folder, { recursive: true });
});
