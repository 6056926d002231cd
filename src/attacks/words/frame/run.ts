import { setImmediate } from 'node:timers/promises';
import { checkBudget } from '../../../budget.ts';
import { PredictionError } from '../../../errors.ts';
import {
  callback,
  checkedLater,
  checkOptions,
  integerFrom,
  list,
  required,
  seedLimit,
  type LimitsOf,
} from '../../../options.ts';
import { createRandom } from '../../../random/index.ts';
import { seedOf } from '../../../settings.ts';
import { wordSpansOf } from '../../../text/word-spans.ts';
import { textSubject } from '../../../models/text-predictor.ts';
import { checkTextEpsilon } from '../../../norms/text-epsilon.ts';
import type { TextNorm } from '../../../norms/norm.ts';
import type { Split } from '../../../datasets/contract.ts';
import type { LabelledTexts } from '../../../models/contract.ts';
import { checkItems, checkTexts } from './check.ts';
import { atMostEdits, atMostShare } from './constraints.ts';
import type {
  AttackableByWords,
  Prediction,
  Search,
  TextAttackOptions,
  TextAttackResult,
  TextUnderAttack,
} from '../contract.ts';
import { Draft, type Constraint } from './draft.ts';
import { Oracle } from './oracle.ts';
import { Outcome } from './outcome.ts';
import { Searches } from './searches.ts';

/** The parts of an attack that `runTextAttack` needs. */
interface RunnableTextAttack<Prepared> {
  readonly name: string;
  readonly norm: TextNorm;
  readonly queryLimit: number | null;
  readonly prepare: () => Prepared | Promise<Prepared>;
  readonly constraints: (prepared: Prepared) => readonly Constraint[];
  readonly search: (text: TextUnderAttack<Prepared>) => Search;
}

const limits: LimitsOf<TextAttackOptions> = {
  epsilon: required(checkedLater),
  seed: seedLimit,
  batchSize: integerFrom(1),
  progress: callback,
  items: list,
  budget: checkedLater,
};

/** Searches that are under way at the same time; their texts are predicted together. */
const abreast = 128;
/** A word that no model knows: letters that are in no vocabulary. */
const unknownWord = 'qxunknownqx';

/**
 * Attacks texts, many side by side: each round predicts what all searches ask about, in full batches. A text's result does not depend on
 * the others. What a search returns counts only if it meets the constraints, and breaks the text when it is predicted again.
 *
 * @throws the same errors as `TextAttack.run`; BudgetSpent if the budget ends first
 */
export async function runTextAttack<Prepared>(
  attack: RunnableTextAttack<Prepared>,
  given: AttackableByWords,
  data: LabelledTexts | Split,
  settings: TextAttackOptions,
): Promise<TextAttackResult> {
  const { name, norm } = attack;
  const options = checkOptions(name, settings, limits);
  const { epsilon, progress, budget } = options;
  checkTextEpsilon(name, norm, epsilon);
  const { model, texts, atOnce } = textSubject(name, given, data);
  checkTexts(name, texts, Infinity);
  const items = options.items ?? [...texts.texts.keys()];
  checkItems(name, items, texts.texts.length);
  const random = createRandom(seedOf(name, options.seed)).fork(name);
  const prepared = await attack.prepare();
  const constraints = [norm === 'words' ? atMostShare(epsilon) : atMostEdits(epsilon), ...attack.constraints(prepared)];
  const oracle = new Oracle(model, options.batchSize ?? atOnce, budget);
  const outcome = new Outcome(name, norm, texts);

  const searches = new Searches(name, outcome, attack.queryLimit ?? Infinity);
  const start = (at: number, clean: Prediction): void => {
    const label = texts.labels[at];
    if (!outcome.clean(at, clean) || epsilon === 0) return;
    const draft = new Draft(wordSpansOf(texts.texts[at]), constraints);
    if (draft.words.length === 0) outcome.stopped(at, 'no words');
    const search = attack.search({
      ...{ draft, label, clean, prepared, classes: oracle.classes as number },
      unknownWord: model.unknownWord ?? unknownWord,
      random: random.fork(at),
    });
    searches.start(at, draft, search);
  };

  try {
    const waiting = [...items];
    while (waiting.length > 0 || searches.size > 0 || searches.ended > 0) {
      checkBudget(budget);
      progress?.({ task: name, done: items.length - waiting.length - searches.size, total: items.length });
      const next = waiting.splice(0, abreast - searches.size);
      const [clean] = await oracle.predict(next.map((at) => texts.texts[at]));
      checkTexts(name, texts, oracle.classes as number);
      next.forEach((at, i) => start(at, clean[i]));
      const ended = searches.takeEnded();
      const [answers, confirmations] = await oracle.predict(
        searches.asked,
        ended.map(({ draft }) => draft.text),
      );
      ended.forEach(({ at, draft }, i) => outcome.ended(at, draft, confirmations[i]));
      searches.answer(answers);
      await setImmediate();
    }
    progress?.({ task: name, done: items.length, total: items.length });
  } catch (error) {
    throw withMeasured(error, outcome.result(oracle.predictedTexts));
  }
  return outcome.result(oracle.predictedTexts);
}

/** The error of a prediction with the result so far. */
function withMeasured(error: unknown, measured: TextAttackResult): unknown {
  if (!(error instanceof PredictionError)) return error;
  const [broken, correct] = [measured.broken, measured.correct].map((flags) => flags.filter(Boolean).length);
  const message = `${error.message}\nBefore that, ${broken} of ${correct} correctly classified texts were broken (measured in this error).`;
  return new PredictionError(message, { cause: error.cause, measured });
}
