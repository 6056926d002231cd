/**
 * The errors this package raises. Every message says what happened (with the received value), what was expected and
 * what to do; every class has a stable `code` to branch on.
 */
export class DnnError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** An option or argument outside what the callee accepts. */
export class InvalidOptionError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_INVALID_OPTION', message, options);
  }
}

/** Data that cannot be used: empty, mislabelled, not finite, truncated, wrong magic, wrong checksum. */
export class InvalidDataError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_INVALID_DATA', message, options);
  }
}

/** A model that cannot be used as a classifier: wrong output shape, weights that are not finite. */
export class InvalidModelError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_INVALID_MODEL', message, options);
  }
}

/** The tensor engine is unknown, missing, or failed to start. */
export class EngineError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_ENGINE', message, options);
  }
}

/** A data set that had to be downloaded and could not be. */
export class DownloadError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_DOWNLOAD', message, options);
  }
}

/** A score, loss or weight became NaN or infinite. */
export class NumericalError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_NUMERICAL', message, options);
  }
}
