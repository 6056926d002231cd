import { cutMiddle, plainText } from './plain-text.ts';
import { pointToCaller } from './point-to-caller.ts';

/** Longest message in characters. Text that a stranger chose cannot fill a screen. */
const longestMessage = 1999;

/**
 * The base class of all errors of this package. A message states what happened (with the received value), what was expected and
 * what to do. Every class has a stable `code` to branch on. A message has fewer than 2,000 characters; characters that act on a
 * terminal are shown as text.
 */
export class DnnError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(cutMiddle(plainText(message, '\n\t'), longestMessage), options);
    this.name = new.target.name;
    this.code = code;
    pointToCaller(this);
  }
}

/** The callee does not accept an option or argument. */
export class InvalidOptionError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_INVALID_OPTION', message, options);
  }
}

/** Data is unusable: empty, mislabelled, not finite, truncated, with a wrong magic number or a wrong checksum. */
export class InvalidDataError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_INVALID_DATA', message, options);
  }
}

/** A model is unusable as a classifier: its output shape is wrong, or its weights are not finite. */
export class InvalidModelError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_INVALID_MODEL', message, options);
  }
}

/** The tensor engine is unknown, is missing or failed to start. */
export class EngineError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_ENGINE', message, options);
  }
}

/** The download of a data set failed. */
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

/** The function `predict` of a model failed, for example because its service did not answer. The cause is its own error. */
export class PredictionError extends DnnError {
  /**
   * What was measured before: an accuracy measurement of the first inputs, or the result of an attack so far, in which inputs that
   * were not attacked yet count as not broken. Undefined if nothing was.
   */
  readonly measured: object | undefined;

  constructor(message: string, { measured, ...options }: ErrorOptions & { readonly measured?: object } = {}) {
    super('DNN_PREDICTION', message, options);
    this.measured = measured;
  }
}

/** The seconds that the caller allowed are over, and what is done so far is not a result. */
export class TimeBudgetError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_TIME_BUDGET', message, options);
  }
}

/** Worker threads ended while they worked, for example because the memory was exhausted. The cause says what the thread reported. */
export class WorkerError extends DnnError {
  constructor(message: string, options?: ErrorOptions) {
    super('DNN_WORKER', message, options);
  }
}
