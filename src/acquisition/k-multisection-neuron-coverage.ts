import { integerFrom, oneOf } from '../options.ts';
import type { Progress } from '../progress.ts';
import type { Activations, GivenSignals } from '../signals/contract.ts';
import { defineAcquisition } from './define.ts';
import { lazyGreedy } from './choice/lazy-greedy.ts';
import { scorePerInput } from './scores/score-per-input.ts';
import { highestFirst, smallestFirst } from './choice/rank.ts';

export interface KMultisectionNeuronCoverageOptions {
  /** k: number of sections of equal width in the range of each neuron. @defaultValue 1000 */
  readonly sections: number;
  /** Whether an output on a bound lies inside the range. @defaultValue 'inclusive' */
  readonly bounds: 'inclusive' | 'strict';
  /**
   * Count only sections that no earlier query covers. Inputs that cover no new section come last, by the number of sections
   * they cover. @defaultValue false
   */
  readonly greedy: boolean;
}

/**
 * K-multisection neuron coverage: query the inputs that cover most sections of the neurons' ranges on the training set, which
 * is the labelled set.
 *
 *   a(x) = |{ sections that contain output(x) of their neuron }| / (k · |neurons|)
 *
 * An input covers one section of every neuron whose output is inside its range, so k cancels unless `greedy`. After ReLU many
 * outputs lie exactly on the lower bound, so `'inclusive'` and `'strict'` differ greatly. A neuron with the same output for the
 * whole labelled set has a range without sections, so no input covers it.
 *
 * Needs `activations`, and at least two labelled inputs, because one input gives no range; returns indices, largest coverage
 * first. Scores [pool], within [0, 1 / k].
 * @see Hu et al. 2021, who take the ranges from the pool itself; Ma et al. 2018, arXiv:1803.07519, section 3.2
 */
export const kMultisectionNeuronCoverage = defineAcquisition({
  name: 'kMultisectionNeuronCoverage',
  needs: ['activations'],
  defaults: { sections: 1000, bounds: 'inclusive', greedy: false } as KMultisectionNeuronCoverageOptions,
  limits: { sections: integerFrom(1, 1_000_000), bounds: oneOf('inclusive', 'strict') },
  leastLabelled: 2,
  score: coverages,
  select: async (signals, count, _random, options, progress) => {
    if (!options.greedy) return highestFirst(await coverages(signals, options, progress)).slice(0, count);
    const covered = await coveredSections(signals, options, progress);
    return newlyCovering(covered, signals.activations.neurons * options.sections, count);
  },
});

/** Returns the share of all sections that each input covers, [pool]. */
function coverages(
  { size, activations }: GivenSignals<'activations'>,
  { sections, bounds }: KMultisectionNeuronCoverageOptions,
  progress: Progress,
): Promise<Float64Array> {
  const { neurons } = activations;
  const isInside = insideRanges(activations, bounds);
  return scorePerInput(size, activations, progress, (outputs) => {
    let inside = 0;
    for (let j = 0; j < neurons; j++) if (isInside(outputs[j], j)) inside++;
    return inside / (sections * neurons);
  });
}

/** Returns a test for outputs inside the range of their neuron. */
function insideRanges(
  { low, high }: Activations,
  bounds: KMultisectionNeuronCoverageOptions['bounds'],
): (output: number, neuron: number) => boolean {
  if (bounds === 'strict') return (output, j) => output > low[j] && output < high[j];
  return (output, j) => output >= low[j] && output <= high[j] && low[j] < high[j];
}

/** Returns the sections that each input covers, numbered consecutively over all neurons. */
async function coveredSections(
  { size, activations }: GivenSignals<'activations'>,
  { sections, bounds }: KMultisectionNeuronCoverageOptions,
  progress: Progress,
): Promise<Int32Array[]> {
  const { low, high } = activations;
  const isInside = insideRanges(activations, bounds);
  const covered: Int32Array[] = [];
  await scorePerInput(size, activations, progress, (outputs) => {
    const numbers: number[] = [];
    outputs.forEach((output, j) => {
      if (!isInside(output, j)) return;
      const share = (output - low[j]) / (high[j] - low[j]);
      numbers.push(j * sections + Math.min(sections - 1, Math.floor(share * sections)));
    });
    covered.push(Int32Array.from(numbers));
    return 0;
  });
  return covered;
}

/** Repeatedly takes the input that covers most new sections, then the rest by the number of sections they cover. */
function newlyCovering(inputs: readonly Int32Array[], sections: number, count: number): Int32Array {
  const covered = new Uint8Array(sections);
  const uncovered = (input: Int32Array): number => input.reduce((sum, section) => sum + 1 - covered[section], 0);
  const selected: number[] = [];
  const picks = lazyGreedy({
    first: Float64Array.from(inputs, uncovered),
    now: (candidate) => uncovered(inputs[candidate]),
    take: (candidate) => inputs[candidate].forEach((section) => (covered[section] = 1)),
  });
  for (const { candidate, gain } of picks) {
    if (selected.length === count || gain === 0) break;
    selected.push(candidate);
  }
  const taken = new Set(selected);
  const rest = smallestFirst(Float64Array.from(inputs, ({ length }) => -length)).filter((index) => !taken.has(index));
  return Int32Array.from([...selected, ...rest]).slice(0, count);
}
