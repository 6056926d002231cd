import { Worker } from 'node:worker_threads';
import { describeComputation, type Engine } from '../engine/index.ts';
import type { CarriedModel, Ending, Reply, Request } from './contract.ts';

/** Bytes of weights that a worker keeps for later tasks. */
const mostBytes = 2 ** 28;
/** Models that it keeps. */
const mostModels = 8;

/** A worker thread ended although it was not told to. */
export class ThreadEnded extends Error {}

/** A task without what the thread adds. */
export type Order = Omit<Request, 'id' | 'model' | 'forget' | 'reports'> & { readonly model: CarriedModel };

interface Waiting {
  readonly onEnding: (ending: Ending) => void;
  readonly onError: (error: unknown) => void;
  readonly onShare?: (share: number) => void;
}

/**
 * The file that a worker runs: the bundle of `worker.ts` that the build makes. The sources have none, so that their specs run on one thread
 * unless they set it.
 */
export const program: { file: URL | undefined } = {
  file: import.meta.url.endsWith('.ts') ? undefined : new URL('./worker.js', import.meta.url),
};

/** One worker thread. It keeps the process alive only while it works. */
export class Thread {
  /** Resolves once it takes tasks. Rejects if it does not start. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  /** The models that it has, the one used last at the end. */
  readonly #models = new Map<number, number>();
  #ended: ThreadEnded | undefined;
  #reason: unknown;
  #count = 0;

  constructor(engine: Engine, file: URL) {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    this.#worker = new Worker(file, {
      execArgv: [], // what the parent loads first, such as a compiler of TypeScript, this program does not need
      env: { ...inherited, DNN_WORKERS: '0' },
      workerData: { engine: engine.name },
      name: 'vitest-dnn',
    });
    this.ready = new Promise((resolve, reject) => {
      this.#waiting.set(0, { onEnding: () => resolve(), onError: reject });
      this.#worker.on('message', (reply: Reply) => this.#receive(reply, describeComputation(engine)));
    });
    this.ready.catch(() => undefined);
    this.#worker.on('error', (error) => (this.#reason = error));
    this.#worker.on('exit', (code) => this.#end(code));
  }

  /** Whether it takes tasks at once. */
  get isReady(): boolean {
    return this.isAlive && !this.#waiting.has(0);
  }

  get isAlive(): boolean {
    return this.#ended === undefined;
  }

  /**
   * Runs a task after those that it has.
   *
   * @param onShare - receives the share that is done, now and then; what it throws rejects the promise
   * @throws ThreadEnded if the thread ends before the task
   */
  run(order: Order, onShare?: (share: number) => void): Promise<Ending> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#count;
    this.#worker.ref();
    return new Promise<Ending>((onEnding, onError) => {
      this.#waiting.set(id, { onEnding, onError, onShare });
      this.#worker.postMessage({ ...order, ...this.#modelsFor(order.model), id, reports: onShare !== undefined });
    });
  }

  /** Ends the thread at once. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  /** The model to send, or its number, and the models to free for it. */
  #modelsFor(model: CarriedModel): Pick<Request, 'model' | 'forget'> {
    const isKnown = this.#models.delete(model.id);
    this.#models.set(model.id, model.weights.byteLength);
    const forget: number[] = [];
    let bytes = [...this.#models.values()].reduce((sum, size) => sum + size, 0);
    for (const [id, size] of this.#models) {
      if (id === model.id || (bytes <= mostBytes && this.#models.size <= mostModels)) break;
      this.#models.delete(id);
      forget.push(id);
      bytes -= size;
    }
    return { model: isKnown ? model.id : model, forget };
  }

  #receive(reply: Reply, computation: string): void {
    if (reply.kind === 'ready') {
      const differs = reply.computation === computation ? undefined : `it computes on ${reply.computation}`;
      if (differs === undefined) return this.#settle(0, (waiting) => waiting.onEnding({ kind: 'spent' }));
      this.#reason = new Error(differs);
      return void this.terminate();
    }
    if (reply.kind !== 'progress') return this.#settle(reply.id, ({ onEnding }) => onEnding(reply));
    const waiting = this.#waiting.get(reply.id);
    try {
      waiting?.onShare?.(reply.share);
    } catch (error) {
      waiting?.onError(error);
    }
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting) how(waiting);
    if (this.#waiting.size === 0) this.#worker.unref();
  }

  #end(code: number): void {
    const reason = this.#reason instanceof Error ? this.#reason.message : `its exit code was ${code}`;
    this.#ended = new ThreadEnded(reason, { cause: this.#reason });
    for (const { onError } of this.#waiting.values()) onError(this.#ended);
    this.#waiting.clear();
  }
}
