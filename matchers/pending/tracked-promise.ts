import type { Gate } from '../../src/report/schemas/gate.ts';

/** An unfinished assertion, and whether the test awaits it. */
interface Assertion {
  readonly matcher: string;
  /** Its gates in the report so far. */
  readonly gates: Gate[];
  /** Stack trace of the assertion in the spec. */
  readonly stack: string;
  awaited: boolean;
  /** Resolves after the measurement, whether it succeeds or fails. */
  readonly settled: Promise<unknown>;
}

const pending = new WeakMap<object, Assertion[]>();

/**
 * A promise that records whether it is awaited. Vitest calls `then` on an assertion's promise itself: once, and twice for a soft
 * assertion. `layers` counts these calls; the spec receives the promise that the last one returns.
 */
export class TrackedPromise<T> extends Promise<T> {
  #layers = 0;
  #assertion: Assertion | undefined;

  /** @returns a tracked promise of the measurement; the test is the key for `unawaited` */
  static track<T>(
    task: object,
    assertion: { matcher: string; stack: string; layers: number; gates: Gate[] },
    work: Promise<T>,
  ): TrackedPromise<T> {
    const tracked = new TrackedPromise<T>((resolve, reject) => void work.then(resolve, reject));
    const { layers, ...details } = assertion;
    tracked.#layers = layers;
    tracked.#assertion = { ...details, awaited: false, settled: work.then(ignore, ignore) };
    const ofTask = pending.get(task) ?? [];
    pending.set(task, [...ofTask, tracked.#assertion]);
    return tracked;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a promise is a thenable; this one records whether it is awaited
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const assertion = this.#assertion;
    if (!assertion || this.#layers === 0) {
      if (assertion) assertion.awaited = true;
      return super.then(onFulfilled, onRejected);
    }
    const judge = onFulfilled && ((value: T) => locate(assertion, () => onFulfilled(value)));
    const next = super.then(judge, onRejected) as TrackedPromise<A | B>;
    next.#assertion = assertion;
    next.#layers = this.#layers - 1;
    void Promise.prototype.then.call(next, undefined, ignore); // prevents an unhandled rejection if it is not awaited; `unawaited` reports that
    return next;
  }
}

/** Makes the stack of an error point to the assertion in the spec, which is no longer on the current stack. */
function locate<A>(assertion: Assertion, judge: () => A): A {
  try {
    return judge();
  } catch (error) {
    if (error instanceof Error) error.stack = `${error.name}: ${error.message}\n${framesOf(assertion)}`;
    throw error;
  }
}

/** @returns the stack of an assertion, without its first line */
export function framesOf({ stack }: Pick<Assertion, 'stack'>): string {
  return stack.split('\n').slice(1).join('\n');
}

/**
 * Waits for all measurements of the test, and forgets them.
 *
 * @returns the assertions that the test did not await
 */
export async function unawaited(task: object): Promise<readonly Pick<Assertion, 'matcher' | 'stack' | 'gates'>[]> {
  const assertions = pending.get(task) ?? [];
  pending.delete(task);
  const forgotten = assertions.filter(({ awaited }) => !awaited);
  await Promise.all(assertions.map(({ settled }) => settled));
  return forgotten;
}

function ignore(): void {}
