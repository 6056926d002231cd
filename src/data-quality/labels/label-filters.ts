import type { Shares } from '../../evaluation/probabilities.ts';
import { largestIn } from '../../matrix/rows.ts';
import type { ConfidentCounts } from './confident-joint.ts';
import { labelQuality } from './label-quality.ts';

/** Which items count as wrongly labelled. */
export type LabelFilter =
  | 'pruneByNoiseRate'
  | 'pruneByClass'
  | 'both'
  | 'confidentLearning'
  | 'predictedNeqGiven'
  | 'lowNormalizedMargin'
  | 'lowSelfConfidence';

/** What a filter reads. */
interface Evidence {
  readonly shares: Shares;
  readonly labels: Int32Array;
  readonly confident: ConfidentCounts;
}

type Filter = (evidence: Evidence) => Set<number>;

const filters: Readonly<Record<LabelFilter, Filter>> = {
  pruneByNoiseRate: (evidence) => withoutPredicted(byNoiseRate(evidence), evidence),
  pruneByClass: (evidence) => withoutPredicted(byClass(evidence), evidence),
  both: (evidence) => {
    const ofClass = byClass(evidence);
    return withoutPredicted(new Set(Array.from(byNoiseRate(evidence)).filter((item) => ofClass.has(item))), evidence);
  },
  confidentLearning: (evidence) => withoutPredicted(new Set(evidence.confident.offDiagonal), evidence),
  predictedNeqGiven: (evidence) => withoutPredicted(new Set(evidence.labels.keys()), evidence),
  lowNormalizedMargin: (evidence) => lowest(evidence, 'normalizedMargin'),
  lowSelfConfidence: (evidence) => lowest(evidence, 'selfConfidence'),
};

/** The names of the filters. */
export const labelFilters = Object.keys(filters) as LabelFilter[];

/**
 * Finds the items whose label is probably wrong. With C the calibrated confident counts of given label i and true class j:
 *
 *   pruneByNoiseRate      per i ≠ j, the C[i][j] items with label i and the largest p(j) − p(i)
 *   pruneByClass          per i, the Σ_j≠i C[i][j] items with label i and the lowest p(i)
 *   both                  the items of both
 *   confidentLearning     the items beside the diagonal of C
 *   predictedNeqGiven     the items whose most probable class is another one
 *   lowSelfConfidence, lowNormalizedMargin    as many as confidentLearning finds, the lowest of that score
 *
 * All but the last two leave out items whose label is the most probable class.
 *
 * @see Northcutt, Jiang and Chuang 2021, arXiv:1911.00068, section 3.3
 */
export const filterLabels = (by: LabelFilter, evidence: Evidence): Set<number> => filters[by](evidence);

/** Items per class, in their order. */
function membersOf(labels: Int32Array, classes: number): number[][] {
  const members = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, item) => members[label].push(item));
  return members;
}

function byNoiseRate({ shares: { data, columns }, labels, confident }: Evidence): Set<number> {
  const found = new Set<number>();
  membersOf(labels, columns).forEach((members, given) => {
    if (members.length <= 1) return; // a class keeps one item
    countsToPrune(confident.calibrated[given], given).forEach((count, other) => {
      if (other === given || count === 0) return;
      const margin = (item: number): number => data[item * columns + other] - data[item * columns + given];
      members
        .toSorted((a, b) => margin(b) - margin(a))
        .slice(0, count)
        .forEach((item) => found.add(item));
    });
  });
  return found;
}

/** The counts of a label, where it keeps at least one item: what it lacks is taken evenly from the others, rounded down, as cleanlab does. */
function countsToPrune(counts: Float64Array, given: number): Float64Array {
  const lacking = Math.max(1 - counts[given], 0);
  const shared = lacking / Math.max(counts.filter((count) => count > 0).length - 1, 1);
  return counts.map((count) => Math.max(Math.trunc(count - shared), 0));
}

function byClass({ shares: { data, columns }, labels, confident }: Evidence): Set<number> {
  const found = new Set<number>();
  membersOf(labels, columns).forEach((members, given) => {
    if (members.length <= 1) return;
    const own = (item: number): number => data[item * columns + given];
    const count = members.length - Math.max(confident.calibrated[given][given], 1);
    members
      .toSorted((a, b) => own(a) - own(b))
      .slice(0, count)
      .forEach((item) => found.add(item));
  });
  return found;
}

function lowest(evidence: Evidence, by: 'normalizedMargin' | 'selfConfidence'): Set<number> {
  const quality = labelQuality(evidence.shares, evidence.labels, by);
  const count = filters.confidentLearning(evidence).size;
  const order = Array.from(quality.keys()).sort((a, b) => quality[a] - quality[b]);
  return new Set(order.slice(0, count));
}

/** Leaves out items whose label is the most probable class, or as probable but for 1e-6. */
function withoutPredicted(found: Set<number>, { shares: { data, columns }, labels }: Evidence): Set<number> {
  const isPredicted = (item: number): boolean => {
    const row = Float64Array.from(data.subarray(item * columns, (item + 1) * columns));
    row[labels[item]] += 1e-6;
    return largestIn(row) === labels[item];
  };
  return new Set(Array.from(found).filter((item) => !isPredicted(item)));
}
