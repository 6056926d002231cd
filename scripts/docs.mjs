/**
 * Writes the generated parts of the documentation: catalogues and tables of options, from the indexes of the families, the
 * declarations and their doc comments. A page keeps what stands outside of its regions:
 *
 *   <!-- generated: options DnnOptions -->
 *   …
 *   <!-- end of generated -->
 *
 *   node scripts/docs.mjs [--check]    --check writes nothing, and fails where a page is not what would be written
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDeclarations } from './docs/declarations.mjs';
import { generatorsFor } from './docs/generators.mjs';
import { acquisitionFunctions } from '../dist/src/acquisition/index.js'; // npm run docs builds it first
import { architectures } from '../dist/src/architectures/index.js';
import { attacks, textAttacks } from '../dist/src/attacks/index.js';
import { compressions } from '../dist/src/compression/index.js';
import { trainings } from '../dist/src/training/index.js';
import * as errors from '../dist/src/errors.js';
import { operatorNames } from '../dist/src/models/import/operators/index.js';
import { tensorFlowOperators } from '../dist/src/models/import/tensorflow-js/operators/index.js';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const generators = generatorsFor({
  declarations: readDeclarations('dist', ['src/index', 'src/plugin', 'matchers/index', 'src/text']),
  families: {
    attacks: { title: 'attacks', page: 'attacks.md', members: attacks },
    textAttacks: { title: 'attacks on texts', page: 'text-attacks.md', members: textAttacks },
    acquisitionFunctions: {
      title: 'acquisition functions',
      page: 'acquisition-functions.md',
      members: acquisitionFunctions,
    },
    compressions: { title: 'compressions', page: 'compressions.md', members: compressions },
    trainings: {
      title: 'training',
      page: 'training-and-architectures.md',
      members: trainings,
    },
    architectures: {
      title: 'architectures',
      page: 'training-and-architectures.md',
      members: architectures,
    },
  },
  operators: operatorNames,
  tensorFlowOperators,
  errors: codesOf(errors),
});

const stale = [];
for (const page of ['README.md', ...pagesIn('docs')]) {
  const text = readFileSync(page, 'utf8');
  const written = withRegions(text, page);
  if (written === text) continue;
  stale.push(page);
  if (!process.argv.includes('--check')) writeFileSync(page, written);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(
    `docs: ${stale.join(', ')} differ from what the sources say.\nRun npm run docs and commit what it writes.`,
  );
  process.exitCode = 1;
}

/** The page with its regions written anew, formatted as the rest of the repository. */
function withRegions(text, page) {
  const regions = /^<!-- generated: (\w+) ?(.*?) -->\n[^]*?^<!-- end of generated -->$/gm;
  if (!regions.test(text)) return text;
  const written = text.replace(regions, (_, generator, names) => {
    const content = generated(page, generator, names.split(' ').filter(Boolean));
    return `<!-- generated: ${[generator, names].filter(Boolean).join(' ')} -->\n\n${content}\n\n<!-- end of generated -->`;
  });
  return execFileSync('node_modules/.bin/oxfmt', ['--stdin-filepath', page], { input: written, encoding: 'utf8' });
}

function generated(page, generator, names) {
  try {
    if (!Object.hasOwn(generators, generator))
      throw new Error(`Expected one of ${Object.keys(generators).join(', ')}.`);
    return generators[generator](...names);
  } catch (cause) {
    throw new Error(`${page}: cannot generate "${[generator, ...names].join(' ')}". ${cause.message}`, { cause });
  }
}

function pagesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();
}

function codesOf(classes) {
  return Object.fromEntries(
    Object.values(classes)
      .filter((kind) => kind !== errors.DnnError)
      .map((kind) => [kind.name, new kind('').code]),
  );
}
