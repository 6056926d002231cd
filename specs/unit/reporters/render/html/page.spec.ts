import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../../../../reporters/render/csv.ts';
import { markdownDocument, tablesOf, terminalDocument } from '../../../../../reporters/render/document.ts';
import { renderLatex } from '../../../../../reporters/render/latex.ts';
import { htmlDocument } from '../../../../../reporters/render/html/page.ts';
import { verdictOf } from '../../../../../reporters/render/verdict.ts';
import { assemble } from '../../../../../src/report/assemble.ts';
import type { Report } from '../../../../../src/report/schemas/report.ts';
import { gate } from '../../sample.ts';
import { fullReport, hostile } from './sample.ts';

const pageOf = (report: Report): string => [...htmlDocument(report)].join('');
const bodyOf = (page: string): string => page.slice(page.indexOf('<body>'), page.indexOf('<script>'));
const textOf = (markup: string): string => markup.replace(/<[^>]*>/g, ' ');
const page = pageOf(fullReport());

/** Names of elements that are opened and not closed, in order, or closed and not opened. */
function unbalanced(markup: string): string[] {
  const open: string[] = [];
  for (const [, end, name, empty] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (empty) continue;
    if (!end) open.push(name);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

describe('the page', () => {
  test('is complete without JavaScript: verdict, failures, gates, curves, attacks, compression, classes, slices, calibration and selections', () => {
    const text = textOf(bodyOf(page));
    for (const part of [
      '2 of 6 gates failed, 1 undecided, 3 thresholds missed',
      '✗ 1',
      '! 1',
      '? 1',
      '✓ 3',
      'required ≥ 60.0 %',
      '2 of 20 inputs that the attack broke',
      'change × 10',
      'npx vitest run',
      'It threw.',
      'Try again.',
      '✗ threshold: accuracy of',
      'Learning curves',
      'Robustness curves',
      'Win-tie-loss',
      'Selection bias',
      'Robust accuracy over epsilon',
      'quantize(8)',
      'most often taken for',
      'night',
      'the intervals hold for all slices at once',
      'expected calibration error 4.0 %',
      'Selection for retraining',
      'wasm',
    ])
      expect(text).toContain(part);
  });

  test('is well formed', () => {
    const body = bodyOf(page);
    expect(unbalanced(`${body}</body>`)).toEqual([]);
    expect(body.replace(/<(\/?)([a-z][a-z0-9]*)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g, '')).not.toMatch(/[<>]/);
    const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...body.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('requests nothing: all addresses are its own, data, or the other files of the report', () => {
    const addresses = [...page.matchAll(/(?:src|href|srcset|action|data|poster|background)="([^"]*)"/g)].map(
      ([, address]) => address,
    );
    expect(addresses.filter((address) => !/^(#[\w-]*|data:[^"]*|report\.(json|md))$/.test(address))).toEqual([]);
    expect(page).not.toMatch(/url\(|@import|https?:|fetch\(|<link(?! rel="icon" href="data:,")/);
    expect(page).toContain("default-src 'none'");
  });

  test('holds under 500 kB for 28 functions, without images', () => {
    const study = pageOf(fullReport('', 28)).replace(/data:image[^"]*/g, '');
    expect(study.length).toBeLessThan(500_000);
    expect(study.match(/class="plot panel"/g)).toHaveLength(56);
  });

  test('is the same for the same report', () => expect(pageOf(fullReport())).toBe(page));

  const passedRun = (gates: number): Report =>
    assemble(
      [
        {
          file: 'a',
          test: 'b',
          meta: { gates: Array.from({ length: gates }, () => gate(0.7)), models: [], engines: [] },
        },
      ],
      { header: { package: 'vitest-dnn', version: '1.2.3', seed: 1 }, retraining: [], thresholds: {} },
    );

  test('shows of a passed run that all passed', () => {
    const passed = passedRun(2);
    expect(verdictOf(passed)).toBe('All 2 gates passed');
    expect(pageOf(passed)).not.toContain('id="failures"');
    expect(verdictOf({ ...passed, gates: [] })).toBe('No gates were measured');
  });

  test('folds many gates that all passed, and no others', () => {
    const many = pageOf(passedRun(30));
    expect(unbalanced(`${bodyOf(many)}</body>`)).toEqual([]);
    expect(textOf(many)).toContain('30 passed in 1 file');
    expect(many).toContain('<details>');
    expect(pageOf(passedRun(12))).not.toContain('<details>');
    const { gates } = passedRun(30);
    const failing = { ...passedRun(30), gates: [...gates.slice(1), { ...gates[0], passed: false }] };
    expect(pageOf(failing)).not.toContain('<details>');
  });
});

describe('names that hold markup, pipes, newlines or terminal escapes', () => {
  const report = fullReport(hostile);

  test('come out as text in HTML', () => {
    const marked = pageOf(report);
    const body = bodyOf(marked);
    expect(unbalanced(`${body}</body>`)).toEqual([]);
    expect([...marked.matchAll(/<script/g)]).toHaveLength(1);
    expect(marked).not.toMatch(/<img src=x|<\/style>(?!\s*<\/head>)|(?!\n)[\p{Cc}\u202e]/u);
    expect(body).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; | &quot;a&quot; &amp; \\u001b[31mred');
    expect(body.replace(/<(\/?)([a-z][a-z0-9]*)(?:\s+[\w:-]+="[^"<]*")*\s*(\/?)>/g, '')).not.toMatch(/[<>]/);
  });

  test('come out as text in the terminal', () => {
    const text = terminalDocument(report, { width: 400, chalk: new Chalk({ level: 0 }) });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    expect(text).toContain('\\u001b[31mred');
  });

  test('come out as text in Markdown', () => {
    const text = markdownDocument(report);
    expect(text).not.toMatch(/(?<!\\)<(script|img|\/style)|(?!\n)[\p{Cc}\u202e]/u);
    for (const block of text.split('\n\n').filter((part) => part.startsWith('| '))) {
      const widths = block
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  test('come out as text in CSV and LaTeX', () => {
    for (const table of tablesOf(report)) {
      const csv = renderCsv(table);
      expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
      expect(csv.split('\r\n')).toHaveLength(table.rows.length + 2);
      const latex = renderLatex(table);
      expect(latex).not.toMatch(/(?!\n)[\p{Cc}\u202e]|^[^%].*[<|]/mu);
      expect(latex.split('\n').filter((line) => line.endsWith('\\\\'))).toHaveLength(table.rows.length + 1);
    }
  });
});
