import type { Matrix } from '../../matrix/matrix.ts';
import { demand, integerFrom, oneOf, within, type Limit } from '../../options.ts';
import type { PosteriorSource } from '../../signals/contract.ts';
import { predictedClasses, type Rows } from '../../uncertainty/characteristics.ts';

/** A number of networks with different seeds that replace draws by dropout. */
export type Ensemble = { readonly ensemble: number };

/**
 * Draws from the posterior by an ensemble instead of dropout. Each stage trains `n` networks on the labelled set, each from
 * different initial weights.
 *
 * @param n - number of networks, at least 2
 * @returns a value for the option `draws`
 * @throws InvalidOptionError if `n` is not an integer of at least 2
 * @example
 * bald.with({ draws: ensemble(5) })
 * @see Lakshminarayanan et al. 2017, arXiv:1612.01474
 */
export const ensemble = (n: number): Ensemble => {
  demand('ensemble', 'n', n, members, 'Write ensemble(5).');
  return { ensemble: n };
};

export interface PosteriorOptions {
  /** Number of draws by dropout, or an `ensemble(n)`. @defaultValue 10 (Guo et al. 2021, section 4.4) */
  readonly draws: number | Ensemble;
  /**
   * Rate of dropout inserted before every dense layer, in place of the model's own dropout layers.
   * @defaultValue null: the model's own dropout layers, or 0.1 before every dense layer if it has none
   */
  readonly dropoutRate: number | null;
}

export const posteriorDefaults: PosteriorOptions = { draws: 10, dropoutRate: null };

const members: Limit = integerFrom(2, 10_000);
const draws: Limit = integerFrom(1, 10_000);

export const posteriorLimits = {
  draws: {
    expected: 'an integer of at least 1, or ensemble(n) of at least 2',
    anyType: true,
    holds: (value) =>
      typeof value === 'object' && value !== null
        ? 'ensemble' in value && members.holds(value.ensemble)
        : draws.holds(value),
  } satisfies Limit,
  dropoutRate: within(0, 1),
};

export interface AverageOptions extends PosteriorOptions {
  /** Average the draws' probabilities and score the mean, or average the draws' scores. @defaultValue 'probabilities' */
  readonly average: 'probabilities' | 'scores';
}

export const averageDefaults: AverageOptions = { ...posteriorDefaults, average: 'probabilities' };

export const averageLimits = { ...posteriorLimits, average: oneOf('probabilities', 'scores') };

/** Returns the score of the mean over the draws, or the mean of the draws' scores, [n]. */
export function averaged(
  samples: readonly Matrix[],
  average: AverageOptions['average'],
  score: (sample: Rows) => Float64Array,
): Float64Array {
  return average === 'scores' ? meanScore(samples, score) : score(meanOf(samples));
}

/** Returns the signal that these options request. */
export function drawn({ draws, dropoutRate }: PosteriorOptions): { posteriorSamples: PosteriorSource } {
  return { posteriorSamples: typeof draws === 'number' ? { draws, dropoutRate } : draws };
}

/** Returns the mean over the draws, [n, classes], in double precision. */
export function meanOf(samples: readonly Matrix[]): Rows {
  const [{ rows, columns }] = samples;
  const data = new Float64Array(rows * columns);
  for (const sample of samples) for (let i = 0; i < data.length; i++) data[i] += sample.data[i] / samples.length;
  return { data, rows, columns };
}

/** Scores each draw and returns the mean over the draws, [n]. */
export function meanScore(samples: readonly Matrix[], score: (sample: Rows) => Float64Array): Float64Array {
  const sum = new Float64Array(samples[0].rows);
  for (const sample of samples) score(sample).forEach((value, i) => (sum[i] += value / samples.length));
  return sum;
}

/**
 * Variation ratio over the draws: 1 − (votes for the class that most draws predict) / draws.
 *
 * @returns [n]
 * @see Gal et al. 2017, arXiv:1703.02910, section 4.1; Freeman 1965
 */
export function disagreement(samples: readonly Matrix[]): Float64Array {
  const [{ rows, columns }] = samples;
  const votes = new Int32Array(rows * columns);
  for (const sample of samples) predictedClasses(sample).forEach((label, row) => votes[row * columns + label]++);
  return Float64Array.from({ length: rows }, (_, row) => {
    return 1 - votes.subarray(row * columns, (row + 1) * columns).reduce((a, b) => Math.max(a, b)) / samples.length;
  });
}
