import { libraryBases } from './bases/library.ts';
import { matcherBases } from './bases/matchers.ts';
import { memberBases, quick, resultBases, results } from './bases/members.ts';
import { pluginBases } from './bases/plugin.ts';
import { statisticsBases } from './bases/statistics.ts';
import type { Foreign, Target } from './contract.ts';
import type { Subject } from './subject.ts';

type Callable = (...args: readonly unknown[]) => unknown;

/**
 * Finds every function that users can call: the exports of every entry point, their methods and those of what they return. A new
 * export is found without being listed; only its valid arguments are written by hand.
 */
export function targetsOf(subject: Subject, foreign: Foreign): Target[] {
  const { library, layers, statistics, plugin, reporter, texts } = subject;
  const bases = {
    ...libraryBases(subject),
    ...statisticsBases,
    ...pluginBases,
  };
  const known = new Set(foreign);
  const found = [library, layers, statistics, plugin, reporter, texts].flatMap((door) =>
    Object.entries(door).flatMap(([name, value]) => targetsIn(subject, { name, value, known, bases })),
  );
  return [...found, ...resultTargets(subject, bases), ...matcherTargets(subject)];
}

interface Export {
  readonly name: string;
  readonly value: unknown;
  /** What is a target already, or none at all. */
  readonly known: Set<unknown>;
  readonly bases: Readonly<Record<string, Target['base']>>;
}

/** The targets of an export: itself, if it is a function, and its methods and members. */
function targetsIn(subject: Subject, { name, value: exported, known, bases }: Export): Target[] {
  const value = quick(subject, exported);
  if (known.has(exported) || (typeof value !== 'function' && (typeof value !== 'object' || value === null))) return [];
  known.add(exported);
  if (typeof value === 'function' && value.prototype instanceof Error) return [];
  const own = typeof value === 'function' ? [{ name, call: callerOf(value as Callable), base: bases[name] }] : [];
  const methods = memberBases(subject, value);
  const members = Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    if (typeof member !== 'function') return targetsIn(subject, { name: key, value: member, known, bases });
    if (known.has(member) || isExported(subject, member)) return [];
    known.add(member);
    const method = `${name}.${key}`;
    return [{ name: method, call: callerOf(member as Callable, value), base: bases[method] ?? methods[key] }];
  });
  return [...own, ...members];
}

/** Whether the main entry point exports a function by itself, which makes the indexes that list it no news. */
const isExported = ({ library }: Subject, member: unknown): boolean => Object.values<unknown>(library).includes(member);

/** The methods of what functions return. They are called on a new result each time. */
function resultTargets(subject: Subject, bases: Readonly<Record<string, Target['base']>>): Target[] {
  const methods = resultBases(subject);
  return Object.entries(results(subject)).flatMap(([name, make]) =>
    Object.entries(make())
      .filter(([, member]) => typeof member === 'function')
      .map(([key]) => ({
        name: `${name}.${key}`,
        call: (args) => {
          const owner = make() as Record<string, Callable>;
          return owner[key](...args);
        },
        base: bases[`${name}.${key}`] ?? methods[key],
      })),
  );
}

function matcherTargets(subject: Subject): Target[] {
  const { matchers } = subject.matchers;
  const bases = matcherBases(subject);
  return Object.entries(matchers).map(([name, matcher]) => ({
    name: `expect().${name}`,
    call: async ([received, ...args]) => {
      const task = {
        name: 'a test',
        type: 'test',
        meta: {},
        context: { signal: new AbortController().signal },
        file: { name: 'a.spec.ts', filepath: 'a.spec.ts' },
        concurrent: false,
      };
      const { pass, message } = await Reflect.apply(
        matcher,
        { task, isNot: false, snapshotState: { snapshotUpdateState: 'none' } }, // a baseline is compared, never written
        [received, ...args],
      );
      return { pass, message: pass ? '' : message() };
    },
    base: bases[name],
  }));
}

/** Calls a function or creates an instance of a class, and takes the first result of an iteration. */
function callerOf(callee: Callable, owner?: object): Target['call'] {
  const isClass = /^class\b/.test(Function.prototype.toString.call(callee));
  return async (args) => {
    if (isClass) return Reflect.construct(callee, args) as unknown;
    const result: unknown = await Reflect.apply(callee, owner, args);
    if (isFixture(callee)) return (result as Callable)({}, { onCleanup: () => {} });
    if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result)) return result;
    const seen: unknown[] = [];
    for await (const item of result as AsyncIterable<unknown>) {
      seen.push(item);
      if (seen.length === 2) break;
    }
    return seen;
  };
}

const isFixture = ({ name }: Callable): boolean => ['trained', 'pretrained', 'activeLearning'].includes(name);
