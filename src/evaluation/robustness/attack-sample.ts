import type {
  AnyAttack,
  AnyAttackResult,
  AttackOptions,
  AttackResult,
  TextAttackResult,
} from '../../attacks/contract.ts';
import { startBudget } from '../../budget.ts';
import type { Split } from '../../datasets/contract.ts';
import { subset, validateSplit } from '../../splits/index.ts';
import { startEngine } from '../../engine/index.ts';
import { checkModel } from '../../models/check-model.ts';
import type { Classifier, Predictor } from '../../models/contract.ts';
import { isNetwork } from '../../models/network/is-network.ts';
import { rescaledModel, rescaledSplit, rescalingOf } from '../../models/network/rescaled.ts';
import { largestOf, spreadEpsilon, type Epsilon } from '../../norms/epsilon-by-value.ts';
import type { TextNorm } from '../../norms/norm.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import { oneOf } from '../../options.ts';
import { seedOf } from '../../settings.ts';
import { isTextAttack } from '../../family-members.ts';
import { checkTextEpsilon } from '../../norms/text-epsilon.ts';
import { constantAnswerIn } from '../constant-answer.ts';
import { fickleAnswers } from '../fickle-answers.ts';
import { samplePositions } from '../sample-positions.ts';
import type { AttackedSampleOptions } from './sample-options.ts';
import { startSequentialTest, type SequentialOptions } from '../sequential.ts';
import { attackWithin, type AttackEnds } from './attack-within.ts';
import type { MeasuredAttack } from './describe-attack.ts';
import { textWarnings } from './describe-texts.ts';
import { isTextResult, runChecked } from './results.ts';
import { signsOfMaskedGradients, ownWarnings, type EndedAttack } from './masked-gradients.ts';

/** The inputs that were attacked, and the result for each. */
export interface AdversarialInputs extends AttackResult {
  /** Positions in the split, ascending. */
  readonly positions: Int32Array;
}

/** The texts that were attacked, and the result for each. */
export interface AdversarialTexts extends TextAttackResult {
  /** Positions in the split, ascending. */
  readonly positions: Int32Array;
}

/** What an attack returns about the inputs that it attacked. */
export type Adversarial<Kind extends AnyAttack = AnyAttack> = Kind extends { readonly norm: TextNorm }
  ? AdversarialTexts
  : AdversarialInputs;

/** A finished attack on a sample of a split. */
interface AttackedSample extends MeasuredAttack {
  /** Positions of the sample in the split, ascending. */
  readonly positions: Int32Array;
}

/** The share that a sequential attack compares with a threshold. */
export interface SequentialAttack extends SequentialOptions {
  /** The share. The success rate is that among the correctly classified inputs. @defaultValue 'robustAccuracy' */
  readonly of?: 'robustAccuracy' | 'attackSuccessRate';
}

/** Runs an attack on a model and a sample. */
type Run = (
  attack: AnyAttack,
  model: Classifier | Predictor,
  sample: Split,
  settled: Omit<AttackOptions, 'epsilon'>,
) => Promise<AnyAttackResult>;

/**
 * Draws a sample according to the options, and attacks several models on it. If the budget ends or the test is decided, each
 * result is about the same inputs: those that were done for all models.
 *
 * @param epsilon - the largest radius of the ball
 * @param run - runs the attack on the sample. @defaultValue once, at epsilon
 * @returns the sample, and the result of the attack, per model
 * @throws InvalidDataError if the split cannot be used; InvalidOptionError if the limit or the budget is out of range; any error
 *   of `run`
 */
export async function attackSample(
  models: readonly (Classifier | Predictor)[],
  split: Split,
  attack: AnyAttack,
  epsilon: Epsilon,
  options: AttackedSampleOptions & { readonly sequential?: SequentialAttack },
  run: Run = (sampled, model, sample, settled) => runChecked(sampled, model, sample, { ...settled, epsilon }),
): Promise<AttackedSample[]> {
  for (const model of models) checkModel('The attacked model', model);
  if (isTextAttack(attack)) checkTextEpsilon(attack.name, attack.norm, epsilon);
  const engine = await startEngine();
  const { batchSize, dropBroken, progress, seconds, sequential } = options;
  const seed = seedOf('evaluateRobustness', options.seed);
  for (const { classes = Number.POSITIVE_INFINITY } of models)
    validateSplit(split, classes, 'the split to evaluate on');
  const positions = samplePositions(split.size, options.limit, seed);
  const isWhole = positions.length === split.size;
  const sample = isWhole ? split : subset(split, positions);
  const sampled = isWhole || isTextAttack(attack) ? attack : (attack.forInputs?.(positions) ?? attack);
  const started = performance.now();
  const runOn = async (part: Pick<AttackOptions, 'items' | 'budget' | 'progress'>): Promise<AnyAttackResult[]> => {
    const results: AnyAttackResult[] = [];
    for (const model of models)
      results.push(await run(sampled, model, sample, { seed, batchSize, dropBroken, ...part }));
    return results;
  };
  const budget = startBudget(attack.name, seconds);
  const test = startSequentialTest('evaluateRobustness', sequential, {
    confidence: options.confidence,
    further: { of: oneOf('robustAccuracy', 'attackSuccessRate') },
  });
  const count = sequential?.of === 'attackSuccessRate' ? successes : robust;
  const { items, results } =
    budget || test
      ? await attackWithin({ budget, test, count }, sample, runOn, { task: attack.name, seed, progress })
      : { items: undefined, results: await runOn({ progress }) };
  const isPart = items !== undefined && items.length < sample.size;
  const done = {
    ...(isPart
      ? { sample: subset(sample, items), positions: positions.filter((_, item) => items.includes(item)) }
      : { sample, positions }),
    ...(isPart && !test?.isDecided() && { unfinished: { seconds: seconds as number, inputs: sample.size } }),
    ...(test && { test: test.describe(sample.size) }),
  };
  return models.map((model, at) => ({
    model,
    ...done,
    attack,
    epsilon: largestOf(epsilon),
    radii: epsilon,
    result: results[at] ?? nothing,
    seed,
    engine,
    started,
    confidence: options.confidence,
  }));
}

const numberOf = (items: readonly number[], holds: (item: number) => boolean): number => items.filter(holds).length;

/** Robust inputs among all. */
const robust: AttackEnds['count'] = ({ correct, broken }, items) => ({
  successes: numberOf(items, (item) => correct[item] === 1 && broken[item] === 0),
  trials: items.length,
});

/** Broken inputs among the correctly classified ones. */
const successes: AttackEnds['count'] = ({ correct, broken }, items) => ({
  successes: numberOf(items, (item) => broken[item] === 1),
  trials: numberOf(items, (item) => correct[item] === 1),
});

/** The result on no input. */
const nothing: AttackResult = {
  adversarial: new Float32Array(0),
  correct: new Uint8Array(0),
  broken: new Uint8Array(0),
  predicted: new Int32Array(0),
  distances: new Float64Array(0),
  brokenBy: [],
};

/** Warnings, and the parts of a measurement that options request: signs of masked gradients, and the adversarial inputs. */
export async function onRequest(
  attacked: AttackedSample,
  { diagnose, keepAdversarial }: AttackedSampleOptions,
): Promise<Pick<RobustnessMeasurement, 'warnings'> & { readonly adversarial?: Adversarial }> {
  const { result, sample, positions, unfinished } = attacked;
  const checks = diagnose && !unfinished; // no time is left for them
  const warnings = [
    ...(await warningsAbout(attacked, Boolean(checks))),
    ...(checks ? constantAnswerIn(sample.labels, result.correct) : []),
    ...(checks ? await fickleAnswers(attacked.model, sample) : []),
  ];
  return {
    ...((diagnose || warnings.length > 0) && { warnings }),
    ...(keepAdversarial && { adversarial: { ...result, positions } }),
  };
}

/** Signs that the attack was too weak. */
async function warningsAbout(attacked: AttackedSample, checks: boolean): Promise<readonly string[]> {
  const { attack, result } = attacked;
  if (isTextAttack(attack) || isTextResult(result)) return textWarnings(attacked);
  const ended = { ...attacked, attack, result };
  return checks ? signsOfMaskedGradients(inOneRadius(ended)) : ownWarnings(ended);
}

/** The attack as one with a single radius: the model and the inputs rescaled, if epsilon is a list. */
function inOneRadius(attacked: EndedAttack & Pick<MeasuredAttack, 'radii'>): EndedAttack {
  const epsilon = spreadEpsilon(attacked.radii, attacked.sample.itemShape);
  if (typeof epsilon === 'number' || !isNetwork(attacked.model)) return attacked;
  const rescaling = rescalingOf(epsilon);
  return {
    ...attacked,
    model: rescaledModel(attacked.model, rescaling),
    sample: rescaledSplit(attacked.sample, rescaling),
  };
}
