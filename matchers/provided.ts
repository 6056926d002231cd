import type { Settings } from '../src/settings.ts';
import type { Invocation } from './message/command.ts';

/** Data that the plugin provides to every worker, as JSON. */
export interface Provided {
  readonly settings: Partial<Settings>;
  readonly invocation: Invocation;
}

declare module 'vitest' {
  interface ProvidedContext {
    dnn: Provided;
  }
}
