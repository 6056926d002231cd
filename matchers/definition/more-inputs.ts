import { inputsDone } from '../../src/report/inputs-done.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import { clopperPearson } from '../../src/statistics/clopper-pearson.ts';
import { confidenceSequence } from '../../src/statistics/confidence-sequence.ts';
import { trialsToExclude } from '../../src/statistics/wilson.ts';
import type { Verdict } from './verdict.ts';

/**
 * The interval of the value. Where it decides over a share, it is the exact one, so that at most (1 - confidence) / 2 of the models that miss
 * the threshold pass.
 *
 * @returns its own interval, or that of the measurement if the value is that of the measurement
 */
export function intervalOf({ value, measurement, unit = 'share', interval, decision }: Verdict): Gate['interval'] {
  if (interval) return interval;
  if (unit === 'bytes' || measurement.kind === 'data' || value !== measurement.value) return undefined;
  const { inputs, sequential } = measurement;
  const isExact = decision?.decide === 'interval' && unit === 'share' && !sequential && inputs > 0;
  return isExact
    ? clopperPearson(Math.round(value * inputs), inputs, measurement.interval.confidence)
    : measurement.interval;
}

/** @returns about how many more inputs would decide at the present rate; null if no number does */
export function moreInputsFor(verdict: Verdict): number | null {
  const { measurement, threshold } = verdict;
  const done = inputsDone(measurement);
  const trials = verdict.trials ?? measurement.inputs;
  const needed = (verdict.trialsToDecide ?? standardTrials(verdict))(threshold);
  const more = Math.ceil(((needed - trials) * done) / Math.max(trials, 1));
  return Number.isSafeInteger(more) && needed < mostTrials ? Math.max(1, more) : null;
}

/** Beyond this number of inputs, a gate counts as one that no number decides. */
const mostTrials = 1e9;

/** Returns how many trials decide: for shares by their intervals, for other quantities by the law of the square root. */
function standardTrials(verdict: Verdict): (threshold: number) => number {
  const { value, measurement, unit = 'share', interval, decision } = verdict;
  const { low, high, confidence } = intervalOf(verdict) ?? measurement.interval;
  if (unit !== 'share' || interval) {
    return (threshold) => measurement.inputs * (((threshold < value ? low : high) - value) / (threshold - value)) ** 2;
  }
  const ofCounts = measurement.sequential
    ? confidenceSequence
    : decision?.decide === 'interval'
      ? clopperPearson
      : undefined;
  if (!ofCounts) return (threshold) => trialsToExclude(value, threshold, confidence);
  return (threshold) =>
    leastAbove(measurement.inputs, (trials) => {
      const at = ofCounts(Math.round(value * trials), trials, confidence);
      return threshold < at.low || threshold > at.high;
    });
}

/** The least number above another one with a property that larger numbers keep; infinite beyond the largest number of inputs. */
function leastAbove(from: number, holdsAt: (trials: number) => boolean): number {
  let [least, most] = [from, 2 * from];
  for (; !holdsAt(most); [least, most] = [most, 2 * most]) if (most > mostTrials) return Number.POSITIVE_INFINITY;
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (holdsAt(middle)) most = middle;
    else least = middle;
  }
  return most;
}
