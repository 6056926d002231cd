import type { ChalkInstance } from 'chalk';
import type { Report } from '../../src/report/schemas/report.ts';
import { attackSuccessTables } from './tables/attack-success.ts';
import { comparisonTables } from './tables/comparison/index.ts';
import { compressionTables } from './tables/compressions.ts';
import { gatesTable } from './tables/gates.ts';
import { renderMarkdown } from './markdown/markdown.ts';
import { retrainingTables } from './tables/retraining.ts';
import type { Table } from './tables/table.ts';
import { renderTerminal } from './terminal/terminal.ts';
import { wrap } from './terminal/text.ts';

/** Every table of the report, in the order in which they are read. */
export function tablesOf(report: Report): Table[] {
  const gates = gatesTable(report);
  return [
    ...(gates ? [gates] : []),
    ...comparisonTables(report),
    ...attackSuccessTables(report.attacks),
    ...compressionTables(report.compressions),
    ...retrainingTables(report.retraining),
  ];
}

/** The report as text for a terminal; empty where nothing was measured. */
export function terminalDocument(report: Report, options: { width: number; chalk: ChalkInstance }): string {
  const tables = tablesOf(report).filter(({ only }) => only !== 'markdown');
  if (tables.length === 0) return '';
  const { chalk, width } = options;
  const heading = `${chalk.bold.inverse(' DNN ')} ${chalk.dim(headingOf(report))}`;
  const warnings = warningsOf(report).map((warning) => chalk.yellow(wrap(warning, width).join('\n')));
  return `\n${[heading, ...warnings, ...tables.map((table) => renderTerminal(table, options))].join('\n\n')}\n`;
}

/**
 * The report as a Markdown document.
 *
 * @param options - whether images are shown, which lie beside the document
 */
export function markdownDocument(report: Report, { images = false } = {}): string {
  const tables = tablesOf(report)
    .filter(({ only }) => only !== 'terminal')
    .map(renderMarkdown);
  return `${['# Quality of the networks', headingOf(report), ...warningsOf(report), ...(tables.length > 0 ? tables : ['Nothing was measured.']), ...(images ? sheetsOf(report) : [])].join('\n\n')}\n`;
}

/** The contact sheets of the inputs that broke. */
function sheetsOf({ gates }: Report): string[] {
  const sheets = gates.flatMap(({ examples, quantity }) =>
    examples?.file ? [`![${quantity}](${encodeURI(examples.file)})`] : [],
  );
  return sheets.length > 0 ? ['## Inputs that broke', ...sheets] : [];
}

function headingOf({ header: { version, engines, seed } }: Report): string {
  return [`vitest-dnn ${version}`, ...engines, `seed ${seed}`].join(' · ');
}

/** What to change before reading on. */
function warningsOf({ header: { engines } }: Report): string[] {
  if (!engines.some((engine) => engine.startsWith('cpu '))) return [];
  return [
    'Engine "cpu" is pure JavaScript and trains some hundred times slower than the others. ' +
      'Use engine "wasm", which needs no other package: dnn({ engine: "wasm" }) or DNN_ENGINE=wasm.',
  ];
}
