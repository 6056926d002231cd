import { TimeBudgetError } from './errors.ts';
import { demand, positive } from './options.ts';
import type { Progress } from './progress.ts';

/** The time that a measurement may take. */
export interface Budget {
  /** Its length. */
  readonly seconds: number;
  /** Time that is left, in seconds; 0 if none is. */
  readonly left: () => number;
}

/** Thrown between two batches when the budget is spent. The measurement catches it and reports the inputs that are done. */
export class BudgetSpent extends Error {}

/**
 * Starts a budget of time.
 *
 * @returns the budget; undefined if there is no limit
 * @throws InvalidOptionError if the number of seconds is not positive
 */
export function startBudget(owner: string, seconds: number | undefined): Budget | undefined {
  if (seconds === undefined) return undefined;
  demand(owner, 'seconds', seconds, positive, 'Omit it to measure without a limit of time.');
  const end = performance.now() + seconds * 1000;
  return { seconds, left: () => Math.max(0, (end - performance.now()) / 1000) };
}

/** @throws BudgetSpent if no time is left */
export function checkBudget(budget: Budget | undefined): void {
  if (budget?.left() === 0) throw new BudgetSpent();
}

/**
 * Limits the time of work whose parts make no result, such as a selection. It ends at its first progress event after the budget.
 *
 * @returns the receiver of progress to give to the work: `progress`, if there is no limit
 * @throws InvalidOptionError if the number of seconds is not positive
 */
export function withinBudget(
  owner: string,
  seconds: number | undefined,
  progress: Progress | undefined,
): Progress | undefined {
  const budget = startBudget(owner, seconds);
  if (!budget) return progress;
  return (event) => {
    progress?.(event);
    if (budget.left() > 0) return;
    const { task, done, total } = event;
    throw new TimeBudgetError(
      `${owner}: the budget of ${budget.seconds} s is spent in the task "${task}"${done !== undefined && total ? `, with ${done} of ${total} parts done` : ''}.\n` +
        'A part of the work is no result, so there is none.\nRaise seconds, pass fewer inputs, or choose a cheaper acquisition function.',
    );
  };
}

/** What ends work on blocks before all items are done. */
export interface Ends {
  readonly budget?: Budget;
  /** Whether the items that are done suffice. */
  readonly isDecided?: () => boolean;
}

/** Items before a decision is looked for, and the share by which the items grow between two looks. */
const [firstLook, growth] = [32, 0.25];

/**
 * Works through items in blocks until all are done, they suffice, or the budget is spent. Under a budget, blocks grow while they take
 * less than a twentieth of it, so that little is lost when it ends. Blocks between two looks at a decision grow with the items.
 *
 * @param order - the items, in the order of the work
 * @param work - finishes a block; if it throws BudgetSpent, the block does not count
 * @returns the number of items that are done
 */
export async function inBlocks(
  order: readonly number[],
  { budget, isDecided }: Ends,
  work: (block: readonly number[], done: number) => Promise<void>,
): Promise<number> {
  let [done, size] = [0, budget ? 2 : order.length];
  const left = (): number => budget?.left() ?? Number.POSITIVE_INFINITY;
  while (done < order.length) {
    if (left() === 0 || isDecided?.()) break;
    const most = isDecided ? Math.max(firstLook, Math.ceil(growth * done)) : order.length;
    const block = order.slice(done, done + Math.min(size, most));
    const before = left();
    try {
      await work(block, done);
    } catch (error) {
      if (error instanceof BudgetSpent) break;
      throw error;
    }
    done += block.length;
    if (budget && before - left() < budget.seconds / 20) size *= 2;
  }
  return done;
}
