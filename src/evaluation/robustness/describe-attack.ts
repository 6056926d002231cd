import { parametersOf } from '../../attack-answers.ts';
import type { AnyAttack, AnyAttackResult, AttackResult } from '../../attacks/contract.ts';
import type { Split } from '../../datasets/contract.ts';
import { itemSize } from '../../splits/index.ts';
import type { Engine } from '../../engine/contract.ts';
import { describeEngine } from '../../engine/index.ts';
import { distanceOf } from '../../norms/distance.ts';
import { rangeOf } from '../../norms/resolve-range.ts';
import type { Epsilon } from '../../norms/epsilon-by-value.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import { mean, median, wilson } from '../../statistics/index.ts';
import { changesOfTexts } from './describe-texts.ts';
import type { EndedAttack } from './masked-gradients.ts';
import { isTextResult } from './results.ts';

/** A finished attack, with the engine and the start time of its run. */
export interface MeasuredAttack extends Omit<EndedAttack, 'attack' | 'result'> {
  readonly attack: AnyAttack;
  readonly result: AnyAttackResult;
  readonly engine: Engine;
  /** Epsilon as it was given; `epsilon` is its largest radius. */
  readonly radii: Epsilon;
  /** Start time, from `performance.now()`. */
  readonly started: number;
  /** Confidence of the interval. @defaultValue 0.95 */
  readonly confidence?: number;
  /** Set if a budget ended before all inputs were attacked. */
  readonly unfinished?: RobustnessMeasurement['unfinished'];
  /** The state of a sequential test at the end, with its interval. */
  readonly test?: Pick<RobustnessMeasurement, 'sequential' | 'interval'>;
}

/** Returns the measurement of a finished attack. */
export function describeAttack(ended: MeasuredAttack): RobustnessMeasurement {
  const {
    model,
    sample,
    attack,
    epsilon,
    radii,
    result,
    seed,
    engine,
    started,
    unfinished,
    test,
    confidence = 0.95,
  } = ended;
  const correct = sum(result.correct);
  const broken = sum(result.broken);
  const inputs = Math.max(sample.size, 1); // no input is done if the budget was too short
  const robustAccuracy = (correct - broken) / inputs;
  return {
    kind: 'robustness',
    subject: model.name ?? 'predictor',
    attack: attack.name,
    epsilon,
    parameters: { ...parametersOf(attack, epsilon, rangeOf(model, sample.itemShape)), epsilon: radii },
    value: robustAccuracy,
    inputs: sample.size,
    interval: sample.size === 0 ? { low: 0, high: 1, confidence } : wilson(correct - broken, sample.size, confidence),
    cleanAccuracy: correct / inputs,
    robustAccuracy,
    attackSuccessRate: correct > 0 ? broken / correct : null,
    norm: attack.norm,
    ...(isTextResult(result) ? changesOfTexts(result) : perturbationSizes(sample, result)),
    brokenBy: countBreakers(result.brokenBy),
    seconds: (performance.now() - started) / 1000,
    seed,
    engine: describeEngine(engine),
    ...(unfinished && { unfinished }),
    ...test,
  };
}

const sum = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);

type Sizes = Pick<RobustnessMeasurement, 'meanL2' | 'meanLinf' | 'meanPerturbation' | 'medianPerturbation'>;

/** Sizes of the perturbations that succeeded, in L2, L-inf and the norm of the attack; null if none did. */
function perturbationSizes(split: Split, { adversarial, broken, distances }: AttackResult): Sizes {
  const successes = Array.from(broken.keys()).filter((item) => broken[item]);
  if (successes.length === 0) return { meanL2: null, meanLinf: null, meanPerturbation: null, medianPerturbation: null };
  const length = itemSize(split);
  const meanIn = (norm: 'l2' | 'linf'): number =>
    mean(
      successes.map((item) => {
        const [from, to] = [item * length, (item + 1) * length];
        return distanceOf(norm, adversarial.subarray(from, to), split.inputs.subarray(from, to));
      }),
    );
  const sizes = successes.map((item) => distances[item]);
  return {
    meanL2: meanIn('l2'),
    meanLinf: meanIn('linf'),
    meanPerturbation: mean(sizes),
    medianPerturbation: median(sizes),
  };
}

/** Number of inputs that each attack broke, largest first. */
function countBreakers(brokenBy: AttackResult['brokenBy']): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of brokenBy) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
