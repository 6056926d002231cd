import { demand, isList, isObject, list, type Limit } from '../../../options.ts';
import { mean, median } from '../../../statistics/index.ts';
import type { Stop, TextAttackResult } from '../contract.ts';
import { checkItems } from './check.ts';

/** What an attack on texts found, in numbers. */
export interface TextAttackSummary {
  /** Number of texts that the numbers are about. */
  readonly texts: number;
  /** Texts that were misclassified when clean, and so were not attacked. */
  readonly misclassified: number;
  readonly broken: number;
  readonly cleanAccuracy: number;
  /** Share of all texts that are classified correctly before and after the attack. */
  readonly robustAccuracy: number;
  /** Share of the correctly classified texts that the attack broke, as in TextAttack and Hu et al. 2021; null if there are none. */
  readonly attackSuccessRate: number | null;
  /** Mean and median size of the changes that succeeded, in the norm of the attack; null if none did. */
  readonly meanChange: number | null;
  readonly medianChange: number | null;
  /** Queries per attacked text; null if no text was. */
  readonly meanQueries: number | null;
  readonly medianQueries: number | null;
  /** Number of attacked texts whose search ended early, by reason. */
  readonly stopped: Readonly<Record<Stop, number>>;
}

/**
 * Summarises the result of an attack on texts.
 *
 *   robust accuracy = |correct and not broken| / n,   attack success rate = |broken| / |correct|
 *
 * @param items - positions of the texts that were attacked. @defaultValue all
 * @throws InvalidOptionError unless the result is one of an attack on texts, and the positions are those of its texts
 */
export function summaryOf(
  result: TextAttackResult,
  items: readonly number[] = numbersTo(sizeOf(result)),
): TextAttackSummary {
  const owner = 'summaryOf';
  const size = sizeOf(result);
  demand(owner, 'items', items, list);
  checkItems(owner, items, size);
  const { correct, broken, distances, queries, stoppedBy } = result;
  const attacked = items.filter((at) => correct[at]);
  const successes = attacked.filter((at) => broken[at]);
  const [changes, asked] = [successes.map((at) => distances[at]), attacked.map((at) => queries[at])];
  const count = (reason: Stop): number => attacked.filter((at) => stoppedBy[at] === reason).length;
  return {
    texts: items.length,
    misclassified: items.length - attacked.length,
    broken: successes.length,
    cleanAccuracy: attacked.length / items.length,
    robustAccuracy: (attacked.length - successes.length) / items.length,
    attackSuccessRate: attacked.length > 0 ? successes.length / attacked.length : null,
    meanChange: changes.length > 0 ? mean(changes) : null,
    medianChange: changes.length > 0 ? median(changes) : null,
    meanQueries: asked.length > 0 ? mean(asked) : null,
    medianQueries: asked.length > 0 ? median(asked) : null,
    stopped: { 'no words': count('no words'), 'query limit': count('query limit') },
  };
}

/** The number of texts of a result. @throws InvalidOptionError unless it is one of an attack on texts */
function sizeOf(result: unknown): number {
  const whole: Limit = {
    expected: 'the result of an attack on texts, as run returns it',
    holds: (value) => {
      if (!isObject(value)) return false;
      const { correct, broken, distances, queries, stoppedBy } = value;
      return (
        isList(correct) &&
        [broken, distances, queries, stoppedBy].every((each) => isList(each) && each.length === correct.length)
      );
    },
  };
  demand('summaryOf', 'the result', result, whole, 'Pass what run returned.');
  return (result as TextAttackResult).correct.length;
}

const numbersTo = (size: number): number[] => Array.from({ length: size }, (_, at) => at);
