import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { succeed } from './project.ts';

/** A version of Vitest that the package supports, with what a project of a user has besides. */
export interface Host {
  readonly host: string;
  readonly packages: readonly string[];
  /** The Node that runs this Vitest, in a project in this folder. */
  readonly node: (folder: string) => string;
}

/** The oldest and the newest Vitest of the peer range, and the one of this repository. */
export const hosts: readonly Host[] = [
  { host: 'vitest 4.1.4', packages: ['vitest@4.1.4'], node: () => process.execPath },
  { host: 'vitest 4 on this Node', packages: ['vitest@4.1.12'], node: () => process.execPath },
  {
    host: 'vitest 5 on Node 22',
    packages: ['vitest@5.1.1', 'node@22'],
    node: (folder) => join(folder, 'node_modules/node/bin/node'),
  },
];

/**
 * Installs the packed package and a Vitest in an empty project, as a user does, once per folder.
 *
 * @param installs - the folder that all spec files of a run share
 * @returns the folder of the project
 */
export function install(installs: string, { host, packages }: Host): Promise<string> {
  return once(installs, host, async (folder) => {
    const tarball = await packed(installs);
    writeFiles(folder, {
      'package.json': JSON.stringify({ private: true, type: 'module', allowScripts: { node: true, esbuild: false } }),
    });
    const flags = ['--prefer-offline', '--no-audit', '--no-fund'];
    await succeed('npm', ['install', ...flags, tarball, ...packages, '@types/node@22'], folder);
  });
}

/** Writes files into a folder. @param files - contents by path */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Packs the compiled package. @returns the path of the tarball */
async function packed(installs: string): Promise<string> {
  const folder = await once(installs, 'tarball', async (to) => {
    const pack = ['pack', '--ignore-scripts', '--pack-destination', to];
    await succeed('npm', pack, process.cwd());
  });
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
  return join(folder, `${name}-${version}.tgz`);
}

/** Fills a folder once per run: the first worker that asks for it makes it, others wait. @returns the folder */
async function once(installs: string, name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(installs, name.replaceAll(' ', '-'));
  const outcome = `${folder}.outcome`; // empty, or the message of the failure
  if (mkdirSync(folder, { recursive: true }) !== undefined) {
    await make(folder).then(
      () => writeFileSync(outcome, ''),
      (error: unknown) => writeFileSync(outcome, String(error)),
    );
  }
  while (!existsSync(outcome)) await setTimeout(50);
  const failure = readFileSync(outcome, 'utf8');
  if (failure !== '') throw new Error(failure);
  return folder;
}
