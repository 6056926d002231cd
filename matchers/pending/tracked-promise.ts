import type { Gate } from '../../src/report/schemas/gate.ts';

/** An assertion under way, and whether somebody waits for it. */
interface Assertion {
  readonly matcher: string;
  /** What it left in the report so far. */
  readonly gates: Gate[];
  /** Where the spec asserts it. */
  readonly stack: string;
  awaited: boolean;
  /** Settles after the measurement, whatever its outcome. */
  readonly settled: Promise<unknown>;
}

const pending = new WeakMap<object, Assertion[]>();

/**
 * A promise that knows whether it is waited for. Vitest hands an assertion's promise on by a `then` of its own, one more for
 * a soft assertion; `layers` counts those, and what comes out of the last of them is what the spec holds.
 */
export class TrackedPromise<T> extends Promise<T> {
  #layers = 0;
  #assertion: Assertion | undefined;

  /** The promise of a measurement that belongs to a test. */
  static track<T>(
    task: object,
    assertion: { matcher: string; stack: string; layers: number; gates: Gate[] },
    work: Promise<T>,
  ): TrackedPromise<T> {
    const tracked = new TrackedPromise<T>((resolve, reject) => void work.then(resolve, reject));
    const { layers, ...known } = assertion;
    tracked.#layers = layers;
    tracked.#assertion = { ...known, awaited: false, settled: work.then(ignore, ignore) };
    const ofTask = pending.get(task) ?? [];
    pending.set(task, [...ofTask, tracked.#assertion]);
    return tracked;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a promise is a thenable; this one watches who waits
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
    void Promise.prototype.then.call(next, undefined, ignore); // nobody may wait for it: `unawaited` reports it, not the process
    return next;
  }
}

/** What the judgement throws points to the assertion in the spec, which is no longer on the stack. */
function locate<A>(assertion: Assertion, judge: () => A): A {
  try {
    return judge();
  } catch (error) {
    if (error instanceof Error) error.stack = `${error.name}: ${error.message}\n${framesOf(assertion)}`;
    throw error;
  }
}

/** The stack of an assertion, without the two lines of the matcher itself. */
export function framesOf({ stack }: Pick<Assertion, 'stack'>): string {
  return stack.split('\n').slice(2).join('\n');
}

/**
 * Waits until nothing that the test measures is under way, and forgets it.
 *
 * @returns the assertions that the test did not wait for
 */
export async function unawaited(task: object): Promise<readonly Pick<Assertion, 'matcher' | 'stack' | 'gates'>[]> {
  const assertions = pending.get(task) ?? [];
  pending.delete(task);
  const forgotten = assertions.filter(({ awaited }) => !awaited);
  await Promise.all(assertions.map(({ settled }) => settled));
  return forgotten;
}

function ignore(): void {}
