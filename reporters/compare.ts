import { parseArgs } from 'node:util';
import { Chalk, supportsColor } from 'chalk';
import { differenceOf } from '../src/report/difference.ts';
import { readGates } from '../src/report/read-report.ts';
import { differenceTable } from './render/tables/difference.ts';
import { renderMarkdown } from './render/markdown/markdown.ts';
import { renderTerminal } from './render/terminal/terminal.ts';

const help = `Compares the gates of two reports.

  npx vitest-dnn compare <base report.json> <head report.json> [options]

  --markdown   print Markdown
  --fail       exit with 1 if a gate is newly failing, missing or worse
  --help`;

/** Columns without a terminal, as in the log of a CI job. */
const widthOfLogs = 120;

/**
 * The command `vitest-dnn compare`: prints the difference of two reports.
 *
 * @returns the exit code
 * @throws TypeError - if the arguments are wrong; InvalidDataError if a report cannot be read
 */
export async function compareCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { markdown: { type: 'boolean' }, fail: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [base, head, ...others] = positionals;
  if (head === undefined || others.length > 0)
    throw new TypeError(`the arguments of compare are "${positionals.join(' ')}".\nExpected two reports.\n\n${help}`);
  const differences = differenceOf(await readGates(base), await readGates(head));
  const table = differenceTable(differences);
  const level = process.env.NO_COLOR || !supportsColor ? 0 : supportsColor.level;
  const width = process.stdout.columns ?? widthOfLogs;
  console.log(values.markdown ? renderMarkdown(table) : renderTerminal(table, { width, chalk: new Chalk({ level }) }));
  return values.fail && differences.some(({ state }) => ['failing', 'missing', 'worse'].includes(state)) ? 1 : 0;
}
