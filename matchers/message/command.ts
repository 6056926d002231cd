import { join, relative } from 'node:path';

/** How Vitest was started: the parts that a command to repeat one test needs. */
export interface Invocation {
  /** Working directory of the command. */
  readonly folder: string;
  /** Arguments that select the configuration, e.g. `--config specs/quality/vitest.config.ts`. */
  readonly configuration: string;
  /** The report folder, if there is a reporter. */
  readonly report?: string;
}

let invocation: Invocation = { folder: process.cwd(), configuration: '' };

/** Stores how Vitest was started. The setup file calls it. */
export function rememberInvocation(started: Invocation): void {
  invocation = started;
}

interface Suite {
  readonly name: string;
  readonly suite?: Suite | undefined;
}

/** @returns the path of a report file, relative to the working directory; undefined without a reporter */
export function pathInReport(file: string): string | undefined {
  const { folder, report } = invocation;
  return report && relative(folder, join(report, file)).replaceAll('\\', '/');
}

/** The fields of a test that the command needs. */
export interface NamedTask extends Suite {
  readonly file: { readonly filepath: string; readonly projectName?: string };
}

/**
 * Writes the command that runs a test again. `-t` takes a regular expression, here in shell quotes. Characters that are special
 * to either are replaced by a dot, which matches any character. Separators of suites differ by version, so they are not matched.
 *
 * @returns the command
 */
export function commandFor(task: NamedTask): string {
  const { folder, configuration } = invocation;
  const { DNN_ENGINE } = process.env;
  const file = relative(folder, task.file.filepath).replaceAll('\\', '/');
  const { projectName } = task.file;
  const project = projectName ? `--project "${projectName.replace(/^!/, '*').replace(special, '*')}"` : '';
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

/** Characters that mean something to a shell or to Vitest. A project is named by a pattern, in which `*` matches any text. */
const special = /[^\p{L}\p{N} .,:;=@%_'-]/gu;
const pattern = (name: string): string => name.replace(/^-/, '.').replace(special, '.');

/** @returns the path as one word of a shell */
export const quoted = (path: string): string =>
  /^[\p{L}\p{N}./@:=+,_-]+$/u.test(path) ? path : `"${path.replace(/[\\"$`]/g, '\\$&')}"`;
