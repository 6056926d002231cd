/** A request that failed. Its message is free of secrets. */
export class Failed extends Error {
  /** The state of the reply; undefined if there was none. */
  readonly status: number | undefined;
  /** Milliseconds after which the service asks to be asked again; undefined if it does not say. */
  readonly pause: number | undefined;

  constructor(message: string, { status, pause }: { readonly status?: number; readonly pause?: number } = {}) {
    super(message);
    this.status = status;
    this.pause = pause;
  }
}

/** Thrown if a reply cannot be used. Its message says what was received and what was expected. */
export class Unusable extends Error {}
