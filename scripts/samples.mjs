/**
 * Writes what `npm run quality` prints into docs/sample-report.md, between markers that name the beginning of a table's title:
 *
 *   <!-- printed: Robustness -->
 *   …
 *   <!-- end of printed -->
 *
 *   node scripts/samples.mjs [<file>]    takes the output from a file instead of running the quality suite, which takes minutes
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const page = 'docs/sample-report.md';
const [given] = process.argv.slice(2);
const output = given === undefined ? undefined : readFileSync(given, 'utf8');
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const tables = tablesIn(stripVTControlCharacters(output ?? runMainJob()));

const regions = /^<!-- printed: (.+) -->\n[^]*?^<!-- end of printed -->$/gm;
const written = readFileSync(page, 'utf8').replace(regions, (_, title) => {
  const table = tables.find((each) => each.startsWith(`${title} `));
  if (table === undefined) throw new Error(`${page}: the quality suite prints no table "${title}".`);
  return `<!-- printed: ${title} -->\n\n\`\`\`text\n${table}\n\`\`\`\n\n<!-- end of printed -->`;
});
writeFileSync(page, written);

function runMainJob() {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'specs/quality/vitest.config.ts'];
  return execFileSync(process.execPath, vitest, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64e6,
  });
}

/** The tables of the reporter: a title at the margin, then lines that are indented. */
function tablesIn(text) {
  const [, report] = /\n DNN {2}.*\n\n([^]*)$/.exec(text);
  return report.split(/\n(?=\S)/).map((table) => table.trimEnd());
}
