/**
 * Checks the files that npm would publish: every link of a Markdown file leads to a file and a heading of the package, every
 * source map comes with its sources, and every mention of a source map leads to one.
 *
 *   node scripts/check-package.mjs             packs this package and checks what is in the tarball
 *   node scripts/check-package.mjs <folder>    checks a package that is unpacked there
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadLinks } from './markdown/links.mjs';
import { brokenSourceMaps } from './package/source-maps.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [folder] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'vitest-dnn-check-'));
try {
  check(folder === undefined ? unpacked(scratch) : resolve(folder));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function check(unpackedFolder) {
  const { name } = JSON.parse(readFileSync(join(unpackedFolder, 'package.json'), 'utf8'));
  const files = readdirSync(unpackedFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(unpackedFolder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  const documents = files.filter((file) => file.endsWith('.md'));
  const maps = files.filter((file) => file.endsWith('.map'));
  const problems = [...deadLinks(unpackedFolder, documents, name), ...brokenSourceMaps(unpackedFolder, files)];
  for (const problem of problems) console.error(problem);
  console.log(
    `check-package: ${problems.length} problems in ${files.length} files, ${documents.length} of them Markdown, ${maps.length} source maps.`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
}

/** What `npm pack` makes, unpacked. */
function unpacked(into) {
  const options = {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  };
  const output = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', into], options);
  const [, tarball] = /"filename": "([^"]+)"/.exec(output);
  execFileSync('tar', ['-xzf', tarball.replaceAll('/', '-').replace(/^@/, '')], { cwd: into });
  return join(into, 'package');
}
