import { show } from './show.ts';

/** A member of a family that users refer to, but do not call. */
interface Member {
  readonly name: string;
  readonly options: { readonly [name: string]: unknown };
}

/** What the members are in words, and how to write them, by name. */
const advice = new Map<string, string>();

/** Notes that a member of a family is no function, to explain the error of a user who calls it. */
export function isNotCalled(noun: string, { name, options }: Member): void {
  const [option] = Object.entries(options).filter(([, value]) => value !== null);
  const changed = option && `, or ${name}.with({ ${option[0]}: ${show(option[1])} })`;
  advice.set(name, `In vitest-dnn ${name} is ${noun}, not a function: write ${name}${changed ?? ''}.`);
}

/** As JavaScript writes it, which may name the module object that a test was compiled to use. */
const called = /^\(?(?:0 ?, ?)?(?:[\w$]+\.)?([\w$]+)\)? is not a function$/;

/** Adds what to write to the error of a call of a member. @returns the same error */
export function explainCall(error: unknown): unknown {
  if (!(error instanceof TypeError)) return error;
  const { message, stack = '' } = error;
  const meant = advice.get(called.exec(message)?.[1] ?? '');
  if (meant === undefined) return error;
  error.message = `${message}\n${meant}`;
  error.stack = stack.replace(message, () => error.message);
  return error;
}
