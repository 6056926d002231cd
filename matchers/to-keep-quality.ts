import type { AnyAttack } from '../src/attacks/contract.ts';
import type { Compression } from '../src/compression/contract.ts';
import { DnnError, InvalidOptionError } from '../src/errors.ts';
import type { Epsilon } from '../src/norms/epsilon-by-value.ts';
import { checkOptions, checkedLater, flag, isList, list, text, type LimitsOf } from '../src/options.ts';
import { show } from '../src/show.ts';
import { isCi } from '../src/baseline/path.ts';
import { compareWithBaseline } from './baseline/compare.ts';
import { measureChecks, quantitiesOf } from './baseline/measure-checks.ts';
import { checkNamesOf, placeOf } from './baseline/place.ts';
import { baselineRemedies, baselineWarnings } from './baseline/words.ts';
import { attackedLimits, checkAttack, checkCompressions, checkShare, warningsOfLimit } from './definition/arguments.ts';
import { defineMatcher, type Measured } from './definition/define-matcher.ts';
import type { AttackedModel } from './definition/subject.ts';

/** Options of `toKeepQuality`. */
export interface KeepQualityOptions {
  /** Keep the accuracy. @defaultValue true */
  readonly accuracy?: boolean;
  /** Keep the robust accuracy under each attack, a pair of attack and epsilon. @defaultValue [] */
  readonly attacks?: readonly (readonly [attack: AnyAttack, epsilon: Epsilon])[];
  /** Keep the accuracy after each compression. @defaultValue [] */
  readonly compressions?: readonly Compression[];
  /** Largest drop that does not matter, as a share: 0.01 is one point. A larger drop fails unless it is within chance. @defaultValue 0.01 */
  readonly within?: number;
  /** Attack a sample of this many inputs, drawn with the seed. @defaultValue the size of the split */
  readonly limit?: number;
  /** Seed of the attacks and the sample. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Name of the model in the baseline, for a test that keeps the quality of several. @defaultValue a number from the second on */
  readonly name?: string;
}

const { limit, seed } = attackedLimits;
const limits: LimitsOf<KeepQualityOptions> = {
  accuracy: flag,
  attacks: list,
  compressions: checkedLater,
  within: checkedLater,
  limit,
  seed,
  name: text,
};

const matcher = 'toKeepQuality';

/**
 * Asserts that the model is no worse than the baseline that is committed beside the spec, in `__baselines__`. The first run writes it, like a
 * snapshot; `vitest -u` updates it; a run in CI writes nothing, and fails without one. Both are compared on the same inputs:
 *
 *   (worse − better) / n <= within,   or p >= 0.05 by McNemar's exact test
 *
 * where `worse` and `better` count the inputs that changed. An improvement passes and asks to be committed.
 *
 * @throws InvalidOptionError - if an option is not accepted; InvalidDataError if the baseline is damaged
 * @example
 * await expect(model).toKeepQuality({ attacks: [[pgd, 0.1]], compressions: [quantize(8)] });
 */
export const toKeepQuality = defineMatcher({
  name: matcher,
  accepts: 'predictor',
  measure: async (model: Measured<AttackedModel>, options: KeepQualityOptions = {}) => {
    const { task, negated, update } = model.started;
    if (negated) throw negationError();
    const { within = 0.01, name, ...chosen } = checkOptions(matcher, options, limits);
    checkShare(matcher, 'within', within);
    const { accuracy = true, attacks = [], compressions = [] } = chosen;
    for (const pair of attacks) checkPair(pair, model);
    if (chosen.compressions !== undefined && !isEmpty(compressions)) checkCompressions(matcher, compressions);
    if (!accuracy && isEmpty(attacks) && isEmpty(compressions)) throw emptyError();
    const asked = { ...chosen, accuracy, attacks, compressions };
    const quantities = quantitiesOf(asked);
    const names = checkNamesOf(task, name, quantities); // before it waits, so that the order of calls decides
    const place = await placeOf(task);
    const measured = await measureChecks(model, asked);
    const checks = measured.map((check, at) => ({ ...check, name: names[at] }));
    const inCi = isCi();
    const compared = await compareWithBaseline(place, checks, { update, isCi: inCi, model, within });
    return checks.map(({ measurement, correct, adversarial }, at) => {
      const baseline = compared[at];
      const value = correct.filter(Boolean).length / correct.length;
      const warnings = [
        ...(warningsOfLimit('within', within, 'every drop passes').warnings ?? []),
        ...baselineWarnings(baseline, value),
      ];
      return {
        quantity: quantities[at],
        value,
        relation: 'at least' as const,
        threshold: Math.max(0, (baseline.value ?? value) - within),
        measurement,
        baseline,
        ...(adversarial && baseline.status === 'dropped' && { adversarial }),
        ...(warnings.length > 0 && { warnings }),
        remedies: baselineRemedies(baseline, task, inCi),
      };
    });
  },
});

const isEmpty = (value: unknown): boolean => isList(value) && value.length === 0;

function checkPair(pair: unknown, model: AttackedModel): void {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new InvalidOptionError(
      `${matcher}: an item of attacks is ${show(pair)}.\nExpected a pair of an attack and its epsilon.\nWrite attacks: [[pgd, 0.1]].`,
    );
  }
  checkAttack(matcher, pair[0], pair[1], model);
}

const emptyError = (): InvalidOptionError =>
  new InvalidOptionError(
    `${matcher}: accuracy is false, and there are no attacks and no compressions.\nExpected something to keep.\nAdd attacks: [[pgd, 0.1]], or omit accuracy.`,
  );

const negationError = (): DnnError =>
  new DnnError(
    'DNN_USAGE',
    `${matcher} was used with .not.\nExpected it without, because a baseline says what a model reached, not what it misses.\nRemove .not.`,
  );
