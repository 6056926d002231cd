import type { Budget } from '../budget.ts';
import type { Split } from '../datasets/contract.ts';
import { WorkerError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { Results, Task, TaskName } from './contract.ts';
import { costs } from './count.ts';

/** Work on the items of a split, whose result for an item does not depend on the others. */
export interface Work<Part> {
  /** Name of the work in progress events. */
  readonly task: string;
  readonly model: object;
  readonly split: Split;
  readonly items: readonly number[];
  /** Items of the first block, of a full batch, and of the largest block. */
  readonly blocks: { readonly first: number; readonly batch: number; readonly most: number };
  /** The task of a worker for some items; undefined if no worker can do it. */
  readonly order: ((items: readonly number[]) => Task) | undefined;
  /** Does the work for some items on this thread. */
  readonly here: (items: readonly number[], progress?: Progress) => Promise<Part>;
  /** Copies the result of a worker. */
  readonly read: (result: Results[TaskName]) => Part;
  readonly progress?: Progress;
  readonly budget?: Budget;
}

/** Some items of a work, in its order. */
export interface Block {
  /** Position of the first one. */
  readonly start: number;
  readonly items: readonly number[];
  /** Set if a thread ended while it had this block. */
  readonly ended?: Error;
}

/** A block with its result. */
export interface Finished<Part> {
  readonly items: readonly number[];
  readonly part: Part;
}

/** The blocks of a work: those that nobody took, those that somebody works on, and those that are done. */
export class Blocks<Part> {
  readonly #work: Work<Part>;
  readonly #done: (Finished<Part> & { readonly start: number })[] = [];
  readonly #returned: Block[] = [];
  /** Items of blocks that somebody works on, as far as they are done. */
  readonly #shares = new Map<number, number>();
  #next = 0;
  #doneItems = 0;

  constructor(work: Work<Part>) {
    this.#work = work;
  }

  /** Number of items that nobody took. */
  get left(): number {
    return this.#work.items.length - this.#next + this.#returned.reduce((sum, { items }) => sum + items.length, 0);
  }

  /**
   * Takes a block for one of several threads. Blocks shrink towards the end, so that all threads finish at about the same time. They fill
   * whole batches, or last for a while, because small batches take longer per item.
   *
   * @param seconds - time that an item takes on one thread
   * @returns the block; undefined if none is left
   */
  take(threads: number, seconds: number): Block | undefined {
    const { batch, most } = this.#work.blocks;
    const share = Math.min(most, Math.ceil((this.#work.items.length - this.#next) / (2 * threads)));
    const size = share > batch ? share - (share % batch) : Math.max(this.smallest(seconds), share);
    return this.#returned.pop() ?? this.#cut(size);
  }

  /** The number of items of a block that lasts for a while, or fills a batch. @param seconds - time that an item takes */
  smallest(seconds: number): number {
    return Math.min(this.#work.blocks.batch, Math.max(1, Math.ceil(costs.block / seconds)));
  }

  /** Does the work for up to `size` items on this thread. @returns the seconds that it took */
  async run(size: number): Promise<number> {
    const started = performance.now();
    const block = this.#returned.pop() ?? this.#cut(size);
    if (block) await this.runBlock(block);
    return (performance.now() - started) / 1000;
  }

  /** Does the work for a block on this thread. */
  async runBlock(block: Block): Promise<void> {
    const { here, progress } = this.#work;
    const report = progress && (({ done = 0, total = 0 }) => this.report(block, total > 0 ? done / total : 0));
    this.finish(block, await here(block.items, report));
  }

  /** Stores the result of a block. */
  finish({ start, items }: Block, part: Part): void {
    this.#done.push({ start, items, part });
    this.#shares.delete(start);
    this.#doneItems += items.length;
    this.#report();
  }

  /** Reports that a share of a block is done. */
  report({ start, items }: Block, share: number): void {
    this.#shares.set(start, share * items.length);
    this.#report();
  }

  /**
   * Takes back a block that is not done, for another thread.
   *
   * @param ended - why the thread ended
   * @throws WorkerError if this is the second thread that ends with this block
   */
  giveBack(block: Block, ended?: Error): void {
    this.#shares.delete(block.start);
    if (ended && block.ended) throw endedTwice(this.#work.task, block.items.length, ended);
    this.#returned.push({ ...block, ended: ended ?? block.ended });
  }

  /** The results in the order of the items. */
  finished(): Finished<Part>[] {
    return this.#done.sort((a, b) => a.start - b.start);
  }

  #cut(size: number): Block | undefined {
    const { items } = this.#work;
    const start = this.#next;
    this.#next = Math.min(items.length, start + size);
    return start < this.#next ? { start, items: items.slice(start, this.#next) } : undefined;
  }

  #report(): void {
    const { task, items, progress } = this.#work;
    const done = [...this.#shares.values()].reduce((sum, share) => sum + share, this.#doneItems);
    progress?.({ task, done, total: items.length });
  }
}

function endedTwice(task: string, inputs: number, cause: Error): WorkerError {
  return new WorkerError(
    `${task}: two worker threads ended while they worked on the same ${inputs} inputs: ${cause.message}.\n` +
      'Expected them to finish.\nSet workers: 0 in dnn(), or DNN_WORKERS=0, to use this thread alone; if the memory was exhausted, lower batchSize.',
    { cause },
  );
}
