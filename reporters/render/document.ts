import type { ChalkInstance } from 'chalk';
import type { Report } from '../../src/report/schemas/report.ts';
import { cutMiddle, plainLine } from '../../src/plain-text.ts';
import { attackSuccessTables } from './tables/attack-success.ts';
import { baselinesTable } from './tables/baselines.ts';
import { changedWordsTables } from './tables/changed-words.ts';
import { changesTables } from './tables/changes.ts';
import { findingsTables } from './tables/findings.ts';
import { comparisonTables, describeThreshold } from './tables/comparison/index.ts';
import { compressionTables } from './tables/compressions.ts';
import { assertionsOf, demandOf, gatesTable, intervalOf, measuredOf } from './tables/gates.ts';
import { escapeMarkdown, renderMarkdown } from './markdown/markdown.ts';
import { absent } from './tables/numbers.ts';
import { retrainingTables } from './tables/retraining.ts';
import type { Table } from './tables/table.ts';
import { renderTerminal } from './terminal/terminal.ts';
import { wrap } from './terminal/text.ts';

/** @returns all tables of the report, in reading order */
export function tablesOf(report: Report): Table[] {
  const gates = gatesTable(report);
  const baselines = baselinesTable(report);
  return [
    ...(gates ? [gates] : []),
    ...(baselines ? [baselines] : []),
    ...changesTables(report.gates),
    ...changedWordsTables(report.gates),
    ...findingsTables(report.gates),
    ...comparisonTables(report),
    ...attackSuccessTables(report.attacks),
    ...compressionTables(report.compressions),
    ...retrainingTables(report.retraining),
  ];
}

/** @returns the report as text for a terminal; empty if nothing was measured */
export function terminalDocument(report: Report, options: { width: number; chalk: ChalkInstance }): string {
  const tables = tablesOf(report).filter(({ only }) => only !== 'markdown');
  if (tables.length === 0) return '';
  const { chalk, width } = options;
  const heading = `${chalk.bold.inverse(' DNN ')} ${chalk.dim(cutMiddle(plainLine(headingOf(report)), 1000))}`;
  const warnings = warningsOf(report).map((warning) =>
    chalk.yellow(wrap(cutMiddle(plainLine(warning), 1000), width).join('\n')),
  );
  return `\n${[heading, ...warnings, ...tables.map((table) => renderTerminal(table, options))].join('\n\n')}\n`;
}

/** @returns a line per assertion that did not pass and per threshold that was missed: where, what, and how to run it again */
export function failureLines(report: Report): string[] {
  const assertions = assertionsOf(report).flatMap(({ file, test, state, gate, error }) => {
    if (state === 'passed' || state === 'skipped') return [];
    const what = gate
      ? `${gate.quantity} ${[measuredOf(gate), intervalOf(gate)].filter((part) => part !== absent).join(' ')}, required ${demandOf(gate)}`
      : `${error.matcher}: ${error.message.split('\n', 1)[0]}`;
    return [`DNN ${state} ${file} > ${test}: ${what}. Reproduce: ${(gate ?? error).reproduce}`];
  });
  const thresholds = report.thresholds
    .filter(({ passed }) => !passed)
    .map((missed) => `DNN failed ${describeThreshold(missed)}`);
  return [...assertions, ...thresholds].map((line) => cutMiddle(plainLine(line), 1000));
}

/**
 * Renders the report as a Markdown document.
 *
 * @param options - `images` shows the images that are stored beside the document
 * @returns the document
 */
export function markdownDocument(report: Report, { images = false } = {}): string {
  const tables = tablesOf(report)
    .filter(({ only }) => only !== 'terminal')
    .map(renderMarkdown);
  return `${['# Quality of the networks', ...[headingOf(report), ...warningsOf(report)].map(escapeMarkdown), ...(tables.length > 0 ? tables : ['Nothing was measured.']), ...(images ? sheetsOf(report) : [])].join('\n\n')}\n`;
}

/** The contact sheets of inputs that attacks broke, and of items that gates on data found. */
function sheetsOf({ gates }: Report): string[] {
  const sheetsIn = (property: 'examples' | 'findings', title: string): string[] => {
    const sheets = gates.flatMap(({ quantity, [property]: shown }) =>
      shown?.file ? [`![${escapeMarkdown(quantity)}](${encodeURI(plainLine(shown.file))})`] : [],
    );
    return sheets.length > 0 ? [title, ...sheets] : [];
  };
  return [...sheetsIn('examples', '## Adversarial examples'), ...sheetsIn('findings', '## Found items')];
}

/** @returns version, engines and seed of a run */
export function headingOf({ header: { version, engines, seed } }: Report): string {
  return [`vitest-dnn ${version}`, ...engines, `seed ${seed}`].join(' · ');
}

/** @returns warnings above the tables */
export function warningsOf({ header: { engines }, models }: Report): string[] {
  const parts = models.flatMap(({ dataset, part }) => (part === undefined ? [] : [partWarning(dataset, part)]));
  return [...(engines.some((engine) => engine.startsWith('cpu ')) ? [slowEngine] : []), ...new Set(parts)];
}

const slowEngine =
  'Engine "cpu" is pure JavaScript and trains about a hundred times slower than the others. ' +
  'Use engine "wasm", which needs no other package: set dnn({ engine: "wasm" }) or DNN_ENGINE=wasm.';

/** The name of a data set that was read in part holds the numbers already. That of a part that a spec took does not. */
function partWarning(dataset: string, part: string): string {
  const name = dataset.includes(part) ? dataset : `${dataset} (part: ${part})`;
  return `${name} is not the whole public data set (training + test). Results do not compare with those on all of it.`;
}
