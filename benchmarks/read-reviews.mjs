/**
 * Time and memory of reading and encoding 25,000 reviews, the size of IMDb's training split.
 *
 *   node --expose-gc benchmarks/read-reviews.mjs [folder]
 *
 * The folder holds the whole set, or a part of it as TSV; by default it is imdb in DNN_DATA_DIR. The reviews of a part are repeated, and
 * the repetitions spell their long words in another way, so that the vocabulary grows as it does with other reviews.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { imdb } from '../dist/src/datasets/index.js'; // npm run build makes it

const reviews = 25_000;
const [, script, given, target] = process.argv;
const folder = resolve(given ?? join(process.env.DNN_DATA_DIR ?? '.', 'imdb'));
if (target === undefined) measure();
else write(target);

/** Reads what another process wrote, so that the memory is that of reading. */
function measure() {
  const temporary = mkdtempSync(join(tmpdir(), 'reviews-'));
  try {
    execFileSync(process.execPath, [script, folder, temporary]);
    report(temporary);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function report(temporary) {
  const bytes = statSync(join(temporary, 'train.tsv')).size;
  const before = process.cpuUsage();
  const start = performance.now();
  const { train, vocabulary } = imdb({ folder: temporary, length: 200 });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${train.size.toLocaleString('en-US')} reviews, ${(bytes / 1e6).toFixed(1)} MB, ${vocabulary.length} words kept: ` +
      `${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of CPU), ${peak.toFixed(0)} MB at most, ${rest().toFixed(0)} MB after`,
  );
}

/** Writes 25,000 training reviews and one test review. */
function write(into) {
  const lines = readFileSync(join(folder, 'train.tsv'), 'utf8').trimEnd().split('\n');
  const all = Array.from({ length: reviews }, (_, i) => {
    const copy = Math.floor(i / lines.length);
    const line = lines[i % lines.length];
    return copy === 0 ? line : line.replaceAll(/[a-z]{9,}/g, (word) => word + 'bcdfghjk'[copy % 8]);
  });
  writeFileSync(join(into, 'train.tsv'), `${all.join('\n')}\n`);
  writeFileSync(join(into, 'test.tsv'), `${lines[0]}\n`);
  writeFileSync(join(into, 'labels.txt'), 'neg\npos\n');
}

function rest() {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}
