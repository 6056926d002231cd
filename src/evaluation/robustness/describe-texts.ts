import type { AnyAttack, AnyAttackResult, TextAttackResult } from '../../attacks/contract.ts';
import { summaryOf } from '../../attacks/words/index.ts';
import type { Split } from '../../datasets/contract.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import { wordSpansOf } from '../../text/word-spans.ts';

/** What a measurement holds about changed texts. */
type ChangesOfTexts = Pick<
  RobustnessMeasurement,
  'meanL2' | 'meanLinf' | 'meanPerturbation' | 'medianPerturbation' | 'texts'
>;

/** Sizes of the changes that succeeded, in the norm of the attack, and what the attack asked. */
export function changesOfTexts(result: TextAttackResult): ChangesOfTexts {
  const { texts, misclassified, meanChange, medianChange, meanQueries, medianQueries, stopped } = summaryOf(result);
  return {
    meanL2: null,
    meanLinf: null,
    meanPerturbation: meanChange,
    medianPerturbation: medianChange,
    texts: {
      attacked: texts - misclassified,
      skipped: misclassified,
      meanQueries,
      medianQueries,
      withoutWords: stopped['no words'],
      atQueryLimit: stopped['query limit'],
    },
  };
}

/** More texts than this share that an attack cannot change, or not to the end, are worth a warning. */
const tolerated = 0.05;

/** A finished attack on texts. */
interface EndedTextAttack {
  readonly sample: Split;
  readonly attack: AnyAttack;
  readonly epsilon: number;
  readonly result: AnyAttackResult;
}

/** Reasons why an attack on texts says little: epsilon allows no change of many texts, or the limit of queries ends many searches. */
export function textWarnings({ sample, attack, epsilon, result }: EndedTextAttack): string[] {
  const { correct, stoppedBy } = result as TextAttackResult;
  const attacked = [...correct.keys()].filter((item) => correct[item]);
  const wordsOf = (item: number): number => wordSpansOf(sample.texts?.[item] ?? '').words.length;
  const fixed =
    attack.norm === 'words' && epsilon > 0 ? attacked.filter((item) => epsilon * wordsOf(item) + 1e-9 < 1).length : 0;
  const ended = attacked.filter((item) => stoppedBy[item] === 'query limit').length;
  const isMuch = (count: number): boolean => count > tolerated * attacked.length;
  return [
    ...(isMuch(fixed)
      ? [`epsilon ${epsilon} is less than one word in ${fixed} of ${attacked.length} attacked texts`]
      : []),
    ...(isMuch(ended) ? [`the limit of queries ended ${ended} of ${attacked.length} searches`] : []),
  ];
}
