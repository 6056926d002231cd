import type { Settings } from '../src/settings.ts';
import type { Invocation } from './message/command.ts';

/** What the plugin hands to every worker; JSON. */
export interface Provided {
  readonly settings: Partial<Settings>;
  readonly invocation: Invocation;
}

declare module 'vitest' {
  interface ProvidedContext {
    dnn: Provided;
  }
}
