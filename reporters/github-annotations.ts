import { stripVTControlCharacters } from 'node:util';
import type { TestAnnotation } from 'vitest';
import type { TestModule, Vitest } from 'vitest/node';

/** The annotations of gates begin with the name of their matcher. */
const ofGate = /^(not\.)?to[A-Z]\w*: /;

/**
 * Prints the annotations of gates as commands of GitHub Actions in a run that merges blobs, because the reporter of Vitest does not hear of
 * them there.
 *
 * @param heard - annotations that Vitest did announce, and printed itself
 */
export function printAnnotations(
  testModules: readonly TestModule[],
  { config }: Vitest,
  heard: ReadonlySet<TestAnnotation>,
): void {
  if (!config.mergeReports || !printsCommands(config.reporters)) return;
  for (const { children } of testModules) {
    for (const testCase of children.allTests()) {
      if (!('dnn' in testCase.meta())) continue;
      const annotations = testCase.annotations().filter(({ message }) => ofGate.test(message));
      for (const annotation of annotations)
        if (!heard.has(annotation)) process.stdout.write(`\n${commandOf(annotation)}\n`);
    }
  }
}

/** Whether Vitest writes for GitHub Actions. */
const printsCommands = (reporters: Vitest['config']['reporters']): boolean =>
  reporters.some((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter) === 'github-actions');

/** @see Workflow commands for GitHub Actions, "Setting an error message" */
function commandOf({ type, message, location }: TestAnnotation): string {
  const place = location ? ` file=${property(location.file)},line=${location.line},column=${location.column}` : '';
  return `::${['error', 'warning'].includes(type) ? type : 'notice'}${place}::${data(stripVTControlCharacters(message))}`;
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
