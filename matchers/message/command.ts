import { join, relative } from 'node:path';

/** How Vitest was started, as far as a command that repeats one test needs it. */
export interface Invocation {
  /** Where the command is typed. */
  readonly folder: string;
  /** Arguments that choose the configuration, e.g. `--config specs/quality/vitest.config.ts`. */
  readonly configuration: string;
  /** Where the report goes, if there is a reporter. */
  readonly report?: string;
}

let invocation: Invocation = { folder: process.cwd(), configuration: '' };

/** Remembers how Vitest was started; the setup file calls it. */
export function rememberInvocation(how: Invocation): void {
  invocation = how;
}

interface Suite {
  readonly name: string;
  readonly suite?: Suite | undefined;
}

/** How a reader finds a file of the report; undefined where nobody writes one. */
export function pathInReport(file: string): string | undefined {
  const { folder, report } = invocation;
  return report && relative(folder, join(report, file)).replaceAll('\\', '/');
}

/** What a command needs to know of a test. */
export interface NamedTask extends Suite {
  readonly file: { readonly filepath: string; readonly projectName?: string };
}

/**
 * The one command that runs a test again. `-t` takes a regular expression in the quotes of a shell, so what means something
 * to either is replaced by a dot, which stands for any character; so do the separators of suites, which differ by version.
 */
export function commandFor(task: NamedTask): string {
  const { folder, configuration } = invocation;
  const { DNN_ENGINE } = process.env;
  const file = relative(folder, task.file.filepath).replaceAll('\\', '/');
  const project = task.file.projectName ? `--project "${pattern(task.file.projectName)}"` : '';
  const words = [
    'npx vitest run',
    configuration,
    project,
    quoted(file),
    `-t "${namesOf(task).map(pattern).join(' .*')}"`,
  ];
  return `${DNN_ENGINE ? `DNN_ENGINE=${DNN_ENGINE} ` : ''}${words.filter(Boolean).join(' ')}`;
}

function namesOf({ name, suite }: Suite): string[] {
  return [...(suite ? namesOf(suite) : []), name];
}

const pattern = (name: string): string => name.replace(/[^\p{L}\p{N} .,:;=@%_'-]/gu, '.');
const quoted = (path: string): string => (/\s/.test(path) ? `"${path}"` : path);
