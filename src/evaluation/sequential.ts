import { confidenceSequence, type ShareInterval } from '../statistics/index.ts';
import { checkOptions, required, share, type Limit } from '../options.ts';
import type { Measurement } from '../report/schemas/measurement.ts';

/** A measurement that stops once it is decided. */
export interface SequentialOptions {
  /** The share to compare with: the measurement stops when the interval of the measured share lies on one side of it. */
  readonly threshold: number;
}

/** A test of a share against a threshold after any number of inputs. */
export interface SequentialTest {
  /** Takes the counts up to now: so many successes of n inputs. */
  observe(successes: number, n: number): void;
  /** Whether the interval lies on one side of the threshold. */
  readonly isDecided: () => boolean;
  /** The interval at this point; it is valid whenever the measurement stops. */
  readonly interval: () => ShareInterval;
  /** What the measurement says of the test. */
  readonly describe: (inputs: number) => Pick<Measurement, 'sequential' | 'interval'>;
}

/**
 * Starts a sequential test. Its interval is the intersection of all intervals of the confidence sequence so far, which holds the
 * true share with the same confidence.
 *
 * @param settings - the confidence, 0.95 by default, and limits of more options
 * @returns the test; undefined if none is asked for
 * @throws InvalidOptionError if the threshold is not a share
 * @see confidenceSequence
 */
export function startSequentialTest(
  owner: string,
  options: SequentialOptions | undefined,
  { confidence: level, further = {} }: { confidence?: number; further?: Readonly<Record<string, Limit>> } = {},
): SequentialTest | undefined {
  if (options === undefined) return undefined;
  const limits = { threshold: required(share), ...further };
  const { threshold } = checkOptions(`${owner}: sequential`, options, limits);
  let interval = confidenceSequence(0, 0, level);
  return {
    observe: (successes, n) => {
      const { low, high, confidence } = confidenceSequence(successes, n, level);
      // An empty intersection says that one of the intervals misses the share: then the last one stands.
      const [from, to] = [Math.max(low, interval.low), Math.min(high, interval.high)];
      interval = from <= to ? { low: from, high: to, confidence } : { low, high, confidence };
    },
    isDecided: () => threshold < interval.low || threshold > interval.high,
    interval: () => interval,
    describe: (inputs) => ({ interval, sequential: { threshold, inputs } }),
  };
}
