/**
 * Imports classification networks of torchvision and prints two tables: how far they are from PyTorch, and what all families say of them.
 *
 *   npm run imported-models -- [--folder FOLDER] [--only values | families | full] [names]
 *
 * `--only full` runs AutoAttack and CLEVER with the settings of their papers on two images; that takes an hour per network.
 * Python with torch, torchvision and onnx exports the networks (scripts/imported-models/torchvision-models.py); PYTHON names the
 * interpreter. Exits with 1 if outputs differ by more than 1e-4, relative to the largest, if gradients differ by more than 1e-3 of their
 * length, or if a member of a family throws or returns a number that is not finite.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEngine } from '../dist/src/engine/index.js'; // npm run imported-models builds it first
import { loadClassifier } from '../dist/src/models/index.js';
import { columnsOf, familiesOf } from './imported-models/families.mjs';
import { differencesOf } from './imported-models/values.mjs';

const { values: options, positionals: names } = parseArgs({
  options: { folder: { type: 'string' }, only: { type: 'string' } },
  allowPositionals: true,
});
const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'torchvision-'));
if (!existsSync(join(folder, 'networks.json'))) {
  const script = new URL('imported-models/torchvision-models.py', import.meta.url).pathname;
  execFileSync(process.env.PYTHON ?? 'python3', [script, folder, ...names], { stdio: 'inherit' });
}
const networks = JSON.parse(readFileSync(join(folder, 'networks.json'), 'utf8'));
const chosen = Object.keys(networks).filter((name) => names.length === 0 || names.includes(name));
const files = readdirSync(folder).filter((file) => file.endsWith('.onnx'));
await startEngine('wasm');

/** Prints a row, and whether it is as it should be. */
function print(cells, isRight = true) {
  console.log(`| ${cells.join(' | ')} |${isRight ? '' : ' wrong'}`);
  if (!isRight) process.exitCode = 1;
}

async function attempt(file, work) {
  try {
    const classifier = await loadClassifier(join(folder, file));
    await work(classifier);
    classifier.model.dispose();
  } catch (error) {
    print([file, error.message.replaceAll('\n', ' ')], false);
  }
}

const isFull = options.only === 'full';
const columns = columnsOf(isFull);
if (options.only === undefined || options.only === 'values') {
  print(['file', 'input', 'MB', 'import s', 'outputs', 'gradients', 'forward s', 'gradient s', 'own layers']);
  print(Array.from({ length: 9 }, () => '---'));
  for (const name of chosen)
    for (const kind of ['script', 'dynamo']) {
      const file = `${name}-${kind}.onnx`;
      if (!files.includes(file)) print([file, 'is not exported'], false);
      else
        try {
          const { cells, isRight } = await differencesOf(folder, name, file, networks[name]);
          print(cells, isRight);
        } catch (error) {
          print([file, error.message.replaceAll('\n', ' ')], false);
        }
    }
}
if (options.only !== 'values') {
  print(['network', ...columns, 'seconds']);
  print(Array.from({ length: columns.length + 2 }, () => '---'));
  for (const name of chosen)
    await attempt(`${name}-dynamo.onnx`, async (classifier) => {
      const started = performance.now();
      const { cells, isRight } = await familiesOf(classifier, isFull);
      print([name, ...cells, ((performance.now() - started) / 1000).toFixed(0)], isRight);
    });
}
