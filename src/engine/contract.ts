import type { EngineName } from '../settings.ts';

/** The engine in use. */
export interface Engine {
  readonly name: EngineName;
  /** Version of the package that provides the engine. */
  readonly version: string;
  readonly threads: number;
}
