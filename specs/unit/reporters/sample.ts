import type { Gate } from '../../../src/report/schemas/gate.ts';
import type { RobustnessMeasurement } from '../../../src/report/schemas/robustness-measurement.ts';
import type { ModelRecord } from '../../../src/report/schemas/model-record.ts';
import type { Retraining } from '../../../src/report/schemas/retraining.ts';

/** A measurement as `evaluateRobustness` returns it. */
export function robustness(robustAccuracy: number): RobustnessMeasurement {
  return {
    kind: 'robustness',
    subject: 'leNet5',
    parameters: { epsilon: 0.3, steps: 40, stepSize: 0.01 },
    value: robustAccuracy,
    inputs: 500,
    interval: { low: robustAccuracy - 0.04, high: robustAccuracy + 0.04, confidence: 0.95 },
    seconds: 3.25,
    seed: 1,
    engine: 'wasm 4.22.0',
    attack: 'pgd',
    epsilon: 0.3,
    cleanAccuracy: 0.95,
    robustAccuracy,
    attackSuccessRate: 1 - robustAccuracy / 0.95,
    meanL2: 4.5,
    meanLinf: 0.3,
    norm: 'linf',
    meanPerturbation: 0.3,
    medianPerturbation: 0.3,
    brokenBy: { pgd: Math.round(500 * (0.95 - robustAccuracy)) },
  };
}

/** A gate of `toBeRobustAgainst`. Its interval is that of its measurement, if it has the same value. */
export function gate(robustAccuracy: number, changes: Partial<Gate> = {}): Gate {
  const passed = robustAccuracy >= 0.6;
  const { value = robustAccuracy, measurement = robustness(robustAccuracy), unit } = changes;
  return {
    matcher: 'toBeRobustAgainst',
    quantity: 'robust accuracy under pgd(0.3)',
    value: robustAccuracy,
    relation: 'at least',
    threshold: 0.6,
    negated: false,
    passed,
    outcome: passed ? 'passed' : 'failed',
    ...(unit !== 'bytes' && value === measurement.value && { interval: measurement.interval }),
    measurement,
    model: null,
    reproduce: 'npx vitest run specs/digits.spec.ts -t "survives PGD"',
    ...changes,
  };
}

/** A model trained by active learning, with its accuracy and robust accuracy in every stage. */
export function run(
  acquisition: string,
  seed: number,
  accuracy: number[],
  robust: number[] | null = null,
): ModelRecord {
  return {
    id: `${acquisition}-${seed}`,
    origin: 'active-learning',
    name: `leNet5-${acquisition}-${seed}`,
    dataset: 'glyphs',
    architecture: 'leNet5',
    acquisition,
    training: 'adversarialTraining',
    options: robust ? { robustness: { attack: 'pgd', epsilon: 0.3 } } : {},
    setting: 'one',
    seed,
    engine: 'wasm 4.22.0',
    stages: accuracy.map((value, stage) => ({
      stage,
      labelled: 200 * (stage + 1),
      accuracy: value,
      robustness: robust ? robust[stage] : null,
      bias:
        stage === 0
          ? null
          : { entropy: 0.01 * seed, gini: 0.02, leastConfidence: 0.03 * stage, margin: 0.04, labels: 0.05 },
      seconds: 2,
    })),
    cached: true,
  };
}

/** Retraining of one model at two budgets. */
export const retraining: Retraining = {
  model: 'dre-1',
  name: 'leNet5-dre-1',
  dataset: 'glyphs',
  acquisition: 'dre',
  pool: 'unlabelled training inputs',
  poolSize: 3000,
  evaluated: 500,
  attacked: 300,
  attack: 'pgd(0.3)',
  seed: 1,
  before: { accuracy: 0.9, robustAccuracy: 0.5 },
  budgets: [
    {
      budget: 0.01,
      inputs: 30,
      file: 'retraining/leNet5-dre-1-1-percent.jsonl',
      selected: { accuracy: 0.91, robustAccuracy: 0.53 },
      random: { accuracy: 0.905, robustAccuracy: 0.51 },
    },
    {
      budget: 0.1,
      inputs: 300,
      file: 'retraining/leNet5-dre-1-10-percent.jsonl',
      selected: { accuracy: 0.92, robustAccuracy: 0.56 },
      random: { accuracy: 0.92, robustAccuracy: 0.54 },
    },
  ],
  seconds: 12.5,
};
