/**
 * Checks the links of every Markdown file of this repository: files and headings that they lead to exist.
 *
 *   node scripts/check-links.mjs
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadLinks } from './markdown/links.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'];
const files = execFileSync('git', list, { encoding: 'utf8' }).split('\0').filter(Boolean);
const problems = deadLinks('.', files, name);
for (const problem of problems) console.error(problem);
console.log(`check-links: ${problems.length} dead links in ${files.length} files.`);
process.exitCode = problems.length > 0 ? 1 : 0;
