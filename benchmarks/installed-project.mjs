import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/**
 * Makes a temporary project that has this package as users have it: Vite transforms files of a linked checkout, but not those of an
 * installed package.
 *
 * @param files - texts by path
 * @param given - a folder that holds an installed vitest and vitest-dnn; without it, this package is packed and its tarball installed
 *   beside this repository's Vitest
 * @returns the folder
 */
export function installedProject(files, given) {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-project-'));
  write(folder, { 'package.json': '{ "private": true, "type": "module" }' });
  if (given) link(folder, resolve(given, 'node_modules'));
  else install(folder);
  write(folder, files);
  return folder;
}

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function link(folder, modules) {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['vitest', 'vitest-dnn']) symlinkSync(join(modules, name), join(folder, 'node_modules', name));
}

function install(folder) {
  const npm = (command, cwd) =>
    execFileSync('npm', command, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const [tarball] = npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], process.cwd()).split(
    '\n',
  );
  const { version } = JSON.parse(readFileSync('node_modules/vitest/package.json', 'utf8'));
  npm(
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`, `vitest@${version}`],
    folder,
  );
}

/** Processor seconds of `vitest run` with all its workers: those of the children that have ended. */
export function processorSecondsOf(folder, ...parameters) {
  const program = `
    const { spawnSync } = require('node:child_process');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...${JSON.stringify(parameters)}], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stdout + stderr);`;
  const command = `exec 3>&1; TIMEFORMAT='%U %S'; { time ${JSON.stringify(process.execPath)} -e "$PROGRAM" >/dev/null; } 2>&1`;
  const { status, stdout } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PROGRAM: program },
  });
  if (status !== 0) throw new Error(`vitest run ${parameters.join(' ')} failed:\n${stdout}`);
  return stdout
    .trim()
    .split(/\s+/)
    .slice(-2)
    .reduce((sum, value) => sum + Number(value), 0);
}

/** @returns a quantile of values, one of them */
export function at(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}
