/**
 * Time of reading 10,000 PNG pictures of 32 × 32 by `imageFolder` without its cache, beside Pillow and NumPy on one thread, and of reading
 * 60,000 grey ones of 28 × 28 a second time, from the cache, with the peak of memory.
 *
 *   npm run bench:pictures -- [--rounds 5] [--files FOLDER]
 *
 * Rounds alternate between both, each in a new process; times are processor seconds, and the ratio is the median of those of the rounds.
 * PYTHON (python3 by default) needs numpy and pillow. `--files` keeps the pictures for the next run. Ends with status 1 if `imageFolder` takes
 * longer than Pillow, or the second reading more than 2 s.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, files: { type: 'string' } },
});
const python = process.env.PYTHON ?? 'python3';
const pathOf = (name) => new URL(`pictures/${name}`, import.meta.url).pathname;
const folder = options.files ?? mkdtempSync(join(tmpdir(), 'dnn-pictures-'));
const single = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', env: single });
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const draw = (name, count, ...kind) => {
  if (!existsSync(join(folder, name)))
    run(python, pathOf('pillow.py'), 'draw', join(folder, name), String(count), ...kind);
  return join(folder, name);
};
const read = (pictures, cache) =>
  JSON.parse(run(process.execPath, pathOf('read-once.mjs'), pictures, ...(cache ? [cache] : [])));

try {
  const small = draw('10000', 10_000);
  const rounds = Array.from({ length: Number(options.rounds) }, () => ({
    ours: read(small).processor,
    pillow: Number(run(python, pathOf('pillow.py'), 'read', small)),
  }));
  const ratio = median(rounds.map(({ ours, pillow }) => ours / pillow));
  console.log(
    `10,000 PNG of 32 × 32: ${median(rounds.map(({ ours }) => ours)).toFixed(2)} s of imageFolder, ` +
      `${median(rounds.map(({ pillow }) => pillow)).toFixed(2)} s of Pillow and NumPy: ${ratio.toFixed(2)} times`,
  );
  const large = draw('grey', 60_000, 'grey');
  const cache = join(folder, 'cache');
  const [first, second] = [read(large, cache), read(large, cache)];
  for (const [name, { processor, clock, peak, bytes }] of Object.entries({
    'first time': first,
    'second time': second,
  }))
    console.log(
      `60,000 grey PNG of 28 × 28, ${name}: ${clock.toFixed(2)} s, ${processor.toFixed(2)} s of processor; at most ${(peak / bytes).toFixed(2)} times the decoded ${(bytes / 1e6).toFixed(0)} MB`,
    );
  process.exitCode = ratio > 1 || second.processor > 2 ? 1 : 0;
} finally {
  for (const name of ['cache', ...(options.files ? [] : ['.'])])
    rmSync(join(folder, name), { recursive: true, force: true });
}
