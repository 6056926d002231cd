import { BudgetSpent } from '../budget.ts';
import { currentEngine } from '../engine/index.ts';
import type { Network } from '../models/network/contract.ts';
import { settings } from '../settings.ts';
import { Blocks, type Block, type Finished, type Work } from './blocks.ts';
import { carry, obstacleIn, shared } from './carry.ts';
import type { Task } from './contract.ts';
import { allowedWorkers, areWorth, costs, usableWorkers, watchCores } from './count.ts';
import { notice } from './notice.ts';
import { readyThreads, withThreads } from './pool.ts';
import { program, ThreadEnded, type Order, type Thread } from './thread.ts';

/**
 * Does work in blocks. The first ones run on this thread and tell how long the rest takes. If it is worth it, worker threads do the rest.
 * Each block has the results that it would have alone.
 *
 * @returns the results by block, in the order of the items; undefined if no worker may be used, so that the caller does the work
 * @throws InvalidOptionError if the number of workers is none; WorkerError if a block ends two workers; BudgetSpent; any error of the work
 */
export async function spread<Part>(work: Work<Part>): Promise<Finished<Part>[] | undefined> {
  const { items, blocks: sizes, budget } = work;
  const engine = currentEngine();
  const allowed = allowedWorkers(engine.name);
  const { file } = program;
  if (!file || allowed === 0 || items.length < 2 * sizes.first) return undefined;
  const obstacle = work.order ? obstacleIn(work.model) : `${work.task} is not of this package`;
  if (obstacle !== undefined) {
    if (settings().workers !== 'auto') notice(`${work.task} runs on one thread, because ${obstacle}.`);
    return undefined;
  }
  const idle = watchCores();
  const blocks = new Blocks(work);
  for (let size = sizes.first; blocks.left > 0; size *= 2) {
    const seconds = await blocks.run(size);
    if (seconds < costs.look) continue;
    const workers = usableWorkers(allowed, idle);
    const each = seconds / size;
    const left = Math.min(blocks.left * each, budget?.left() ?? Infinity);
    if (areWorth(workers, left, readyThreads())) await onThreads(work, blocks, { workers, each, file });
    break;
  }
  while (blocks.left > 0) await blocks.run(blocks.left);
  return blocks.finished();
}

interface Distribution {
  readonly workers: number;
  /** Seconds that an item takes on one thread. */
  readonly each: number;
  readonly file: URL;
}

/** Lets threads take blocks until none is left. This thread takes some while the others start. */
async function onThreads<Part>(
  work: Work<Part>,
  blocks: Blocks<Part>,
  { workers, each, file }: Distribution,
): Promise<void> {
  const model = await carry(work.model as Network, work.split);
  const [split, stop] = [shared(work.split), new Int32Array(new SharedArrayBuffer(4))];
  await withThreads(workers, currentEngine(), file, async (threads) => {
    const state = { isStarting: !threads.some((thread) => thread.isReady) };
    let fail = (_: unknown): void => undefined;
    const failure = new Promise<never>((_, reject) => (fail = reject));
    const lanes = threads.map(async (thread) => {
      for (let goesOn = await started(thread); goesOn;) {
        state.isStarting = false;
        const block = blocks.take(workers, each);
        if (!block) return;
        goesOn = await runOn({ thread, model, split, stop, fail }, work, blocks, block);
      }
    });
    const here = async (): Promise<void> => {
      while (state.isStarting && blocks.left > 0) await blocks.run(blocks.smallest(each));
    };
    const all = [...lanes, here()];
    try {
      await Promise.race([Promise.all(all), failure]);
    } catch (error) {
      state.isStarting = false;
      Atomics.store(stop, 0, 1);
      await Promise.all(all.map((lane, at) => endedOrStopped(lane, threads.at(at))));
      throw error;
    }
  });
}

/** Waits until a thread takes tasks. @returns whether it does */
const started = (thread: Thread): Promise<boolean> =>
  thread.ready.then(
    () => true,
    (error: unknown) => {
      notice(`a worker thread does not start: ${messageOf(error)}. Other threads do its work.`);
      return false;
    },
  );

/** A thread and what it needs besides a block. */
interface Lane extends Pick<Order, 'model' | 'split' | 'stop'> {
  readonly thread: Thread;
  /** Ends the whole work with an error. */
  readonly fail: (error: unknown) => void;
}

/**
 * Lets a thread do a block. If the block fails there, this thread does it, and throws the error that it throws here too.
 *
 * @returns whether the thread can do more
 */
async function runOn<Part>(
  { thread, fail, ...given }: Lane,
  { model, order, progress, budget, read }: Work<Part>,
  blocks: Blocks<Part>,
  block: Block,
): Promise<boolean> {
  const onShare = (share: number): void => {
    try {
      blocks.report(block, share);
    } catch (error) {
      fail(error); // of the receiver of the progress
    }
  };
  const { items } = block;
  const task = (order as (items: readonly number[]) => Task)(items);
  const ending = await thread
    .run({ ...given, task, items, seconds: budget?.left() }, progress && onShare)
    .catch((error: unknown) => error as ThreadEnded);
  if (ending instanceof ThreadEnded) {
    if (Atomics.load(given.stop, 0) !== 0) return false;
    blocks.giveBack(block, ending);
    notice(`a worker thread ended: ${ending.message}. Another thread repeats its ${items.length} inputs.`);
    return false;
  }
  switch (ending.kind) {
    case 'result':
      blocks.finish(block, read(ending.result));
      return true;
    case 'failed':
      await blocks.runBlock(block);
      return true;
    case 'refused':
      notice(`"${(model as Network).name}" is evaluated on one thread: ${ending.reason}.`);
      blocks.giveBack(block);
      return false;
    case 'spent':
      throw new BudgetSpent();
  }
}

/** Milliseconds that a thread has to stop when it is told to. */
const patience = 1000;

/** Waits until work has stopped; a thread that does not stop is ended. */
async function endedOrStopped(lane: Promise<void>, thread?: Thread): Promise<void> {
  const timer = setTimeout(() => void thread?.terminate(), patience);
  await lane.catch(() => undefined);
  clearTimeout(timer);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
