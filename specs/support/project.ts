import { execFile } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** The result of a finished command. */
export interface Finished {
  readonly status: number;
  /** Standard output and standard error, without colours. */
  readonly output: string;
}

/** Runs a command without the variables that Vitest and npm set, so that it behaves as in a user's shell. */
export function run(
  command: string,
  parameters: readonly string[],
  cwd: string,
  extra: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  const foreign = /^(VITEST|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|NODE_V8_COVERAGE$|npm_|GITHUB_|DNN_)/;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  return new Promise((resolve) => {
    execFile(
      command,
      parameters,
      { cwd, env: { ...inherited, ...extra }, maxBuffer: 64e6 },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ status, output: stripVTControlCharacters(stdout + stderr) });
      },
    );
  });
}

/** Runs a command. @throws Error with its output if it fails */
export async function succeed(command: string, parameters: readonly string[], cwd: string): Promise<Finished> {
  const finished = await run(command, parameters, cwd);
  if (finished.status !== 0)
    throw new Error(`${command} ${parameters.join(' ')} exited with ${finished.status}:\n${finished.output}`);
  return finished;
}
