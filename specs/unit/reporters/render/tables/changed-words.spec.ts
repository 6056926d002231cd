import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { writeComment } from '../../../../../reporters/comment.ts';
import { markdownDocument, terminalDocument } from '../../../../../reporters/render/document.ts';
import { gallery } from '../../../../../reporters/render/html/gallery.ts';
import { changedWordsTables } from '../../../../../reporters/render/tables/changed-words.ts';
import { renderTerminal } from '../../../../../reporters/render/terminal/terminal.ts';
import { assemble } from '../../../../../src/report/assemble.ts';
import type { Examples } from '../../../../../src/report/schemas/examples.ts';
import type { Report } from '../../../../../src/report/schemas/report.ts';
import { validateReport } from '../../../../../src/report/validate.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gate } from '../../sample.ts';

const words: Examples = {
  file: null,
  broken: 9,
  items: [
    {
      position: 7,
      label: 'sport',
      clean: { class: 'sport', confidence: 0.91 },
      adversarial: { class: 'world', confidence: 0.6 },
      text: [{ text: 'the champion ' }, { text: 'extols', was: 'praises' }, { text: ' the <b>coach</b>' }],
    },
  ],
  replaced: [{ was: 'praises', is: 'extols', texts: 4 }],
};

function reportOf(examples: Examples): Report {
  const meta = { gates: [gate(0.41, { examples })], models: [], engines: [] };
  const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;
  return assemble([{ file: 'a.spec.ts', test: 'one', meta }], { header, retraining: [], thresholds: {} });
}

const report = reportOf(words);

test('a gate that failed under an attack on texts shows the words before and after', () => {
  validateReport(report, 'the report');
  const [table] = changedWordsTables(report.gates);
  expect(renderTerminal(table, { width: 160, chalk: new Chalk({ level: 0 }) })).toMatchInlineSnapshot(`
    "Changed words  one · robust accuracy under pgd(0.3) · 1 of 9 inputs that the attack broke

      input  label  prediction                   text [was → is]
      ───────────────────────────────────────────────────────────────────────────────────────────
      #7     sport  sport 91.0 % → world 60.0 %  the champion [praises → extols] the <b>coach</b>

      most frequent changes: [praises → extols] in 4 texts"
  `);
});

test('terminal, Markdown and comment hold the table', async () => {
  const line = 'the champion [praises → extols] the <b>coach</b>';
  expect(terminalDocument(report, { width: 120, chalk: new Chalk({ level: 0 }) })).toContain(line);
  const escaped = String.raw`the champion \[praises → extols\] the \<b\>coach\</b\>`;
  expect(markdownDocument(report)).toContain(escaped);
  const folder = mkdtempSync(join(tmpdir(), 'dnn-comment-'));
  await writeComment(report, folder);
  expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toContain(escaped);
  rmSync(folder, { recursive: true });
});

test('the page strikes out the word before, and escapes texts', () => {
  const page = gallery(words).text;
  expect(page).toContain('the champion <del>praises</del> <ins>extols</ins> the &lt;b&gt;coach&lt;/b&gt;');
  expect(page).toContain('1 word changed');
  expect(page).toContain('most frequent changes: praises → extols in 4 texts');
  expect(page).not.toContain('L2');
});
