import type { Matrix } from '../../matrix/matrix.ts';
import { integerFrom, oneOf, within, type Limit } from '../../options.ts';
import type { PosteriorSource } from '../../signals/contract.ts';
import { predictedClasses, type Rows } from '../../uncertainty/characteristics.ts';

/** Networks of another seed as draws from the posterior. */
export type Ensemble = { readonly ensemble: number };

/**
 * An ensemble in place of dropout: `n` networks trained on the labelled set from other weights, in every stage.
 *
 * @example
 * bald.with({ draws: ensemble(5) })
 * @see Lakshminarayanan et al. 2017, arXiv:1612.01474
 */
export const ensemble = (n: number): Ensemble => ({ ensemble: n });

export interface PosteriorOptions {
  /** Draws by dropout, or an `ensemble(n)`. @defaultValue 10 (Guo et al. 2021, section 4.4) */
  readonly draws: number | Ensemble;
  /**
   * Rate of the dropout that is put before every dense layer, in place of the model's own.
   * @defaultValue null: the model's own dropout layers; in a model that has none, 0.1 before every dense layer
   */
  readonly dropoutRate: number | null;
}

export const posteriorDefaults: PosteriorOptions = { draws: 10, dropoutRate: null };

const members: Limit = integerFrom(2);

export const posteriorLimits = {
  draws: {
    expected: 'an integer of at least 1, or ensemble(n) of at least 2',
    anyType: true,
    holds: (value) =>
      typeof value === 'object' && value !== null
        ? 'ensemble' in value && members.holds(value.ensemble)
        : integerFrom(1).holds(value),
  } satisfies Limit,
  dropoutRate: within(0, 1),
};

export interface AverageOptions extends PosteriorOptions {
  /** Whether the draws' probabilities are averaged and then scored, or their scores. @defaultValue 'probabilities' */
  readonly average: 'probabilities' | 'scores';
}

export const averageDefaults: AverageOptions = { ...posteriorDefaults, average: 'probabilities' };

export const averageLimits = { ...posteriorLimits, average: oneOf('probabilities', 'scores') };

/** A score of the mean over the draws, or the mean of their scores, [n]. */
export function averaged(
  samples: readonly Matrix[],
  average: AverageOptions['average'],
  score: (sample: Rows) => Float64Array,
): Float64Array {
  return average === 'scores' ? meanScore(samples, score) : score(meanOf(samples));
}

/** The signal that these options ask for. */
export function drawn({ draws, dropoutRate }: PosteriorOptions): { posteriorSamples: PosteriorSource } {
  return { posteriorSamples: typeof draws === 'number' ? { draws, dropoutRate } : draws };
}

/** Mean over the draws, [n, classes], in double precision. */
export function meanOf(samples: readonly Matrix[]): Rows {
  const [{ rows, columns }] = samples;
  const data = new Float64Array(rows * columns);
  for (const sample of samples) for (let i = 0; i < data.length; i++) data[i] += sample.data[i] / samples.length;
  return { data, rows, columns };
}

/** Mean over the draws of a score of each, [n]. */
export function meanScore(samples: readonly Matrix[], score: (sample: Rows) => Float64Array): Float64Array {
  const sum = new Float64Array(samples[0].rows);
  for (const sample of samples) score(sample).forEach((value, i) => (sum[i] += value / samples.length));
  return sum;
}

/**
 * Variation ratio over the draws: 1 − (votes for the class that most draws predict) / draws, [n].
 *
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
