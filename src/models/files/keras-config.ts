export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Config = { [key: string]: Json };

/** The file that a layer comes from. */
export interface Source {
  /** For messages. */
  readonly path: string;
  /** Whether Keras 3 wrote it. */
  readonly three: boolean;
  /** Whether a layer of the model masks steps. */
  readonly masks: boolean;
}
