import { checkedLater, demand, positive, type Limit, type LimitsOf } from '../src/options.ts';
import { checkDecided, decisionLimits } from './definition/decision.ts';
import { defineMatcher, loadEvaluation, type Measured } from './definition/define-matcher.ts';
import type { AttackedModel } from './definition/subject.ts';
import type { DecisionOptions } from './definition/verdict.ts';

/** Options of `toAnswerWithin`. */
export interface AnswerOptions extends DecisionOptions {
  /** The percentile over the calls, above 0 and below 100; 50 is the median. @defaultValue 95 */
  readonly percentile?: number;
  /** Inputs per call. @defaultValue 1 */
  readonly batch?: number;
  /** Number of timed calls, at most a million. @defaultValue 100, or as many as the interval of the percentile needs if those are more */
  readonly calls?: number;
}

/** The measurement checks its own options. */
const limits: LimitsOf<AnswerOptions> = {
  ...{ percentile: checkedLater, batch: checkedLater, calls: checkedLater },
  ...decisionLimits,
};

const duration: Limit = { ...positive, expected: 'a positive number of milliseconds' };

/**
 * Asserts that the model answers fast enough: that a percentile of the time per call is at most `ms`. Ten calls before warm the engine. The
 * time depends on the machine and on what else runs there, so leave room.
 *
 *   percentile of time(predict(batch)) <= ms
 *
 * @throws InvalidOptionError - if `ms` is not positive, or an option is not accepted
 * @example
 * await expect(model).toAnswerWithin(20, { percentile: 95, batch: 1 });
 */
export const toAnswerWithin = defineMatcher({
  name: 'toAnswerWithin',
  accepts: 'predictor',
  measure: async (
    { classifier, split, progress }: Measured<AttackedModel>,
    ms: number,
    options: AnswerOptions = {},
  ) => {
    demand('toAnswerWithin', 'the time', ms, duration, 'For a fifth of a second pass 200.');
    const { checked, decision } = checkDecided('toAnswerWithin', options, limits);
    const { evaluateLatency } = await loadEvaluation();
    const measurement = await evaluateLatency(classifier, split, { ...checked, progress });
    const { percentile, batch } = measurement;
    return {
      quantity: `answer time at percentile ${percentile}${batch > 1 ? ` for ${batch} inputs` : ''}`,
      value: measurement.value,
      relation: 'at most',
      threshold: ms,
      unit: 'milliseconds',
      measurement,
      decision,
      remedies: ['a smaller architecture, a native engine, or a machine that runs nothing else'],
    };
  },
});
