import type { Split } from '../../datasets/contract.ts';
import { describeEngine, startEngine } from '../../engine/index.ts';
import { startBudget, type Budget } from '../../budget.ts';
import type { Progress } from '../../progress.ts';
import type { Network } from '../../models/network/contract.ts';
import type { Classifier } from '../../models/contract.ts';
import { atEmbedding } from '../../models/network/at-embedding.ts';
import { assertItemShape } from '../../models/network/item-shape.ts';
import { checkInputs } from '../../models/predictor.ts';
import { createRandom } from '../../random/index.ts';
import { validateSplit } from '../../splits/index.ts';
import { networkOf } from '../../models/network/network-of.ts';
import type { CleverMeasurement } from '../../report/schemas/clever-measurement.ts';
import { deviation, mean, median } from '../../statistics/index.ts';
import { normalQuantile } from '../../statistics/normal-tail.ts';
import { leadsOf, type ScoredInput } from './leads.ts';
import { lipschitzConstant, warningsOf } from './lipschitz-constant.ts';
import { resolveCleverOptions, type CleverOptions, type CleverSettings } from './options.ts';
import { normsOnWorkers } from './norms-on-workers.ts';

export type { CleverOptions, CleverTarget } from './options.ts';

/** The score of every input. */
export interface CleverScores {
  /** Positions in the split, ascending. */
  readonly positions: Int32Array;
  readonly values: Float64Array;
}

/**
 * CLEVER: estimates without an attack how far an input can move before it is misclassified.
 *
 *   score(x) = min_j min( (z_c − z_j)(x) / L_j, R ),   L_j the largest ‖∇(z_c − z_j)‖ in the ball of radius R, in the dual norm
 *
 * L_j is the right end of a reverse Weibull distribution. It is fitted to maxima over batches of gradients at uniform points of
 * the ball, clipped to the input range. If no distribution fits, L_j is the largest gradient, which is too small; a warning
 * says so if more than a quarter of the fits fail. c is the label; misclassified
 * inputs are skipped. The value is the mean over the inputs, with its normal interval. It is an estimate, not a bound.
 *
 * By default it takes 640 gradients per input: about 70 s on one core for 500 inputs of LeNet-5. The untargeted score takes
 * classes - 1 times as long.
 *
 * The setting of Hu et al. 2021 is `{ batches: 10, samples: 10, poolFactor: 3, radius: 5 }`.
 *
 * Token ids move at the embedding of their network, also those of padding; the score is a distance there.
 *
 * Deviation: points are uniform in the ball. In the original code, they cluster in L2 and lie on the surface in L1.
 *
 * @returns the measurement, with `keepScores` also the score of every input
 * @throws InvalidOptionError if an option is invalid; InvalidDataError if the split does not fit the model; InvalidModelError
 * if no input is classified correctly; NumericalError if a gradient is not finite
 * @see Weng et al. 2018, arXiv:1801.10578, algorithms 1 and 2; Hu et al. 2021, section IV
 */
export async function cleverScore(
  classifier: Classifier,
  split: Split,
  options: CleverOptions = {},
): Promise<CleverMeasurement & { readonly scores?: CleverScores }> {
  const engine = await startEngine();
  const network = networkOf(classifier);
  validateSplit(split, classifier.classes, 'the split that cleverScore attacks');
  if (split.inputs instanceof Int32Array && atEmbedding(network)) assertItemShape(split, network);
  else checkInputs('cleverScore', split, network);
  const settings = resolveCleverOptions(classifier, options);
  const started = performance.now();
  const { progress, seconds, confidence = 0.95 } = options;
  const budget = startBudget('cleverScore', seconds);
  const { inputs, norms, unfinished } = await normsOf(network, split, settings, { progress, budget });
  const random = createRandom(settings.seed).fork('clever', 'batches');
  const constants = inputs.map(({ position, leads }, input) =>
    leads.map((_, lead) => lipschitzConstant(norms[input][lead], settings, random.fork(position, lead))),
  );
  const values = Float64Array.from(inputs, ({ leads }, input) =>
    Math.min(
      settings.radius,
      ...leads.map(({ gap }, lead) => gap / Math.max(constants[input][lead].constant, Number.MIN_VALUE)),
    ),
  );

  const warnings = warningsOf(constants.flat());
  const { norm, target, radius, batches, samples, poolFactor, seed } = settings;
  return {
    kind: 'clever',
    subject: classifier.name,
    norm,
    parameters: { target, radius, batches, samples, poolFactor },
    value: values.length === 0 ? 0 : mean(values),
    inputs: values.length,
    ...(values.length === 0 ? unknownUpTo(radius, confidence) : spreadOf(values, confidence)),
    capped: shareOf(values, (value) => value === radius),
    collapsed: shareOf(constants.flat(), ({ collapsed }) => collapsed),
    seconds: (performance.now() - started) / 1000,
    seed,
    engine: describeEngine(engine),
    ...(warnings.length > 0 && { warnings }),
    ...(unfinished && { unfinished }),
    ...(options.keepScores && { scores: { positions: Int32Array.from(inputs, ({ position }) => position), values } }),
  };
}

/**
 * The inputs to score with the norms of their gradients, by ascending position. Under a budget they are sampled in random order, so
 * that those that are done are a random part of all. An input's norms do not depend on the order.
 */
async function normsOf(
  network: Network,
  split: Split,
  settings: CleverSettings,
  { progress, budget }: { readonly progress?: Progress; readonly budget?: Budget },
): Promise<{ inputs: ScoredInput[]; norms: Float32Array[][]; unfinished?: CleverMeasurement['unfinished'] }> {
  const inputs = await leadsOf(network, split, settings);
  const shuffled = (positions: number[]): number[] => createRandom(settings.seed).fork('budget').shuffle(positions);
  const order = budget ? shuffled([...inputs.keys()]).map((at) => inputs[at]) : inputs;
  const done = await normsOnWorkers(network, split, order, settings, { progress, budget });
  done.sort((a, b) => a.input.position - b.input.position);
  return {
    inputs: done.map(({ input }) => input),
    norms: done.map(({ values }) => values),
    ...(budget && done.length < inputs.length && { unfinished: { seconds: budget.seconds, inputs: inputs.length } }),
  };
}

/** The spread where no input is scored: the score may be any. */
function unknownUpTo(radius: number, confidence: number): Pick<CleverMeasurement, 'interval' | 'median' | 'deviation'> {
  return { interval: { low: 0, high: radius, confidence }, median: 0, deviation: 0 };
}

function spreadOf(
  values: Float64Array,
  confidence: number,
): Pick<CleverMeasurement, 'interval' | 'median' | 'deviation'> {
  return { interval: intervalOf(values, confidence), median: median(values), deviation: deviation(values) };
}

function shareOf<T>(items: ArrayLike<T>, holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : Array.from(items).filter(holds).length / items.length;
}

/** The normal interval of the mean. */
function intervalOf(values: Float64Array, confidence: number): CleverMeasurement['interval'] {
  const centre = mean(values);
  const quantile = confidence === 0.95 ? 1.96 : normalQuantile(confidence);
  const half = (quantile * deviation(values)) / Math.sqrt(values.length);
  return { low: Math.max(0, centre - half), high: centre + half, confidence };
}
