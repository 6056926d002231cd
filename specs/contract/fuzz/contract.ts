import type * as library from 'vitest-dnn';
import type * as layers from 'vitest-dnn/layers';
import type * as matchers from 'vitest-dnn/matchers';
import type * as plugin from 'vitest-dnn/plugin';
import type * as reporter from 'vitest-dnn/reporter';
import type * as statistics from 'vitest-dnn/statistics';
import type * as texts from 'vitest-dnn/text';

/** The modules of the package, as Node loads them. */
export interface Doors {
  readonly library: typeof library;
  readonly layers: typeof layers;
  readonly statistics: typeof statistics;
  readonly texts: typeof texts;
  readonly plugin: typeof plugin;
  readonly matchers: typeof matchers;
  readonly reporter: typeof reporter;
}

/** Values that the package exports, but that others define: by Vitest, by TensorFlow.js and by the language. */
export type Foreign = ReadonlySet<unknown>;

/** What a call is made of. */
export interface Target {
  /** As code writes it, such as `pgd.run` or `expect().toFitIn`. */
  readonly name: string;
  /** Calls it. It also uses a result that does nothing until it is used, such as an iteration or a fixture. */
  readonly call: (args: readonly unknown[]) => unknown;
  /** Returns arguments that it accepts, new in every call; undefined if nobody has written any. */
  readonly base?: () => readonly unknown[] | Promise<readonly unknown[]>;
}

/** How a call ended. The first three are as they should be. */
export const outcomes = {
  refused: 'refused with a DnnError',
  accepted: 'accepted',
  own: 'ended in the error that a callback of the caller threw',
  error: 'ended in another error',
  form: 'refused without saying what was expected',
  length: 'refused with a message that is too long',
  nan: 'accepted with NaN in the result',
  slow: 'took too long',
  hang: 'did not end',
  memory: 'took too much memory',
  stray: 'left an error that nobody can catch',
  crash: 'ended the process',
  base: 'refused valid arguments',
} as const;

export type Outcome = keyof typeof outcomes;

/** Whether a call that ended so is a fault. */
export const isFault = (outcome: Outcome): boolean => !['refused', 'accepted', 'own'].includes(outcome);

/** A call that is over. */
export interface Report {
  /** Number of the call in the run. */
  readonly call: number;
  readonly target: string;
  /** The changes of the valid arguments. */
  readonly changes: string;
  readonly outcome: Outcome;
  /** The message of the error, or what is wrong with the result. */
  readonly detail: string;
}
