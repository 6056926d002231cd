import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** A project in a temporary folder, with links to this package and its Vitest as if they were installed. */
export interface LinkedProject {
  readonly folder: string;
  /** Runs Vitest in the project. */
  vitest(parameters?: readonly string[], environment?: NodeJS.ProcessEnv): Promise<VitestRun>;
  remove(): void;
}

/** The result of a run of Vitest, as plain text. */
export interface VitestRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Creates a linked project.
 *
 * @param files - contents by path; `package.json` is added
 */
export function linkProject(files: Readonly<Record<string, string>>): LinkedProject {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(process.cwd(), join(folder, 'node_modules/vitest-dnn'));
  symlinkSync(join(process.cwd(), 'node_modules/vitest'), join(folder, 'node_modules/vitest'));
  for (const [name, text] of Object.entries({ ...files, 'package.json': '{ "private": true, "type": "module" }' })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    folder,
    vitest: (parameters = ['run'], environment = {}) => runVitest(folder, parameters, environment),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function runVitest(folder: string, parameters: readonly string[], environment: NodeJS.ProcessEnv): Promise<VitestRun> {
  const foreign = /^(VITEST|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|npm_|GITHUB_|CI$|DNN_|FORCE_COLOR$)/;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const cli = join(folder, 'node_modules/vitest/vitest.mjs');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...parameters],
      { cwd: folder, env: { ...inherited, ...environment }, maxBuffer: 64e6 },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ status, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) });
      },
    );
  });
}
