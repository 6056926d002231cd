import type { Measurement } from '../../src/report/schemas/measurement.ts';
import { pairedDifference, pairsToExclude } from '../../src/statistics/paired-difference.ts';
import type { Verdict } from './verdict.ts';

/** A measurement of two models on the same inputs. */
interface Compared extends Pick<Measurement, 'inputs'> {
  readonly lost: number;
  readonly gained: number;
}

/** @returns the interval of a loss on the same inputs, and how many inputs would decide it */
export function lossOf(
  { lost, gained, inputs }: Compared,
  confidence?: number,
): Pick<Verdict, 'interval' | 'trialsToDecide'> {
  if (inputs === 0) return {};
  return {
    interval: pairedDifference(lost, gained, inputs, confidence),
    trialsToDecide: (threshold) => pairsToExclude(lost, gained, inputs, threshold, confidence),
  };
}
