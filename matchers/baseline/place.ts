import { basename, dirname } from 'node:path';
import { readBaseline } from '../../src/baseline/file.ts';
import { baselineFolder, baselinePath, numbered, testKey } from '../../src/baseline/path.ts';
import type { Baseline } from '../../src/baseline/contract.ts';
import { earlierUses, type RunningTest } from '../pending/task.ts';

/** The place of a test in the baseline of its spec file. */
export interface BaselinePlace {
  /** Absolute path of the file. */
  readonly path: string;
  /** Its path relative to the root of the project. */
  readonly file: string;
  /** The key of the test in the file. */
  readonly test: string;
  /** What the file held when the spec file began. */
  readonly committed: Baseline;
}

/** What the files held when their spec files began, so that a retry or a repetition compares with the same as the try before. */
const committed = new WeakMap<object, Promise<Baseline>>();

/** @returns the place of a test. @throws InvalidDataError - if its baseline is damaged */
export async function placeOf(task: RunningTest): Promise<BaselinePlace> {
  const path = baselinePath(task.file.filepath);
  const read = committed.get(task.file) ?? readBaseline(path);
  committed.set(task.file, read);
  const name = task.file.name.replaceAll('\\', '/');
  const folder = dirname(name);
  const file = `${folder === '.' ? '' : `${folder}/`}${baselineFolder}/${basename(path)}`;
  return { path, file, test: keyOf(task), committed: await read };
}

/** A suite or test, as Vitest's runner nests them. */
interface Nested {
  readonly name: string;
  readonly type?: string;
  readonly suite?: Nested | undefined;
  readonly tasks?: readonly Nested[];
}

function keyOf(task: RunningTest): string {
  const names = namesOf(task);
  const namesakes = testsIn(task.file as Nested).filter((other) => isEqual(namesOf(other), names));
  const at = namesakes.findIndex((other) => other === (task as Nested));
  return testKey(task.file.projectName, names, at);
}

const namesOf = ({ name, suite }: Nested): string[] => [...(suite?.name ? namesOf(suite) : []), name];

const testsIn = ({ tasks = [] }: Nested): Nested[] =>
  tasks.flatMap((task) => (task.type === 'suite' ? testsIn(task) : [task]));

const isEqual = (a: readonly string[], b: readonly string[]): boolean => a.join(' > ') === b.join(' > ');

/**
 * Names the checks of an assertion in their test.
 *
 * @param subject - the name of the model that the user gives; without one, later assertions of a test have a number
 * @returns a different name per quantity
 */
export function checkNamesOf(task: RunningTest, subject: string | undefined, quantities: readonly string[]): string[] {
  return quantities.map((quantity) => {
    const name = subject === undefined ? quantity : `${subject}: ${quantity}`;
    return numbered(name, earlierUses(task, name));
  });
}
