/** The state of a long-running task. Only `task` is always set; a field without a meaning for the task is omitted. */
export interface ProgressEvent {
  /** Name of the task, e.g. `train`, `select`, `pgd`, `download`. */
  readonly task: string;
  readonly stage?: number;
  readonly stages?: number;
  readonly epoch?: number;
  readonly epochs?: number;
  /** Units of this task that are done, such as batches, inputs or bytes. */
  readonly done?: number;
  /** All units of this task. */
  readonly total?: number;
  readonly accuracy?: number;
  readonly loss?: number;
  readonly secondsLeft?: number;
  /** Of the task `wait`: who holds the lock, and where it is. */
  readonly holder?: string;
}

/**
 * Receives progress events. It is called often; the receiver decides what to print, and when. An error that it throws ends the call. It is
 * not awaited: if it returns a promise that is rejected, Node reports that rejection.
 */
export type Progress = (event: ProgressEvent) => void;
