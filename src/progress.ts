/** What a long piece of work says of itself while it runs. Every field but `task` is left out where it has no meaning. */
export interface ProgressEvent {
  /** What is being done, e.g. `train`, `select`, `pgd`, `download`. */
  readonly task: string;
  readonly stage?: number;
  readonly stages?: number;
  readonly epoch?: number;
  readonly epochs?: number;
  /** Units done and to do inside this task: batches, inputs, bytes. */
  readonly done?: number;
  readonly total?: number;
  readonly accuracy?: number;
  readonly loss?: number;
  readonly secondsLeft?: number;
}

/** Called often; the receiver decides what to print and how rarely. */
export type Progress = (event: ProgressEvent) => void;
