import type { Settings } from '../src/settings.ts';
import type { Invocation } from './message/command.ts';
import type { TimeLimits } from './pending/time-limit.ts';

/** Data that the plugin provides to every worker, as JSON. */
export interface Provided {
  readonly settings: Partial<Settings>;
  readonly invocation: Invocation;
  /** Folder where Node keeps compiled code, from version 22 on; absent if coverage is measured, which that makes less precise. */
  readonly compiled?: string;
  /** Absent if the configured limit is as long as that of tests that use a model. */
  readonly limits?: TimeLimits;
}

declare module 'vitest' {
  interface ProvidedContext {
    dnn: Provided;
  }
}
