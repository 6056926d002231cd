import type { Engine } from '../../engine/contract.ts';
import { describeEngine } from '../../engine/index.ts';
import type { RobustnessMeasurement } from '../../report/schemas/robustness-measurement.ts';
import { wilson } from '../../statistics/index.ts';
import type { EndedAttack } from './masked-gradients.ts';
import { countBreakers, perturbationSizes } from './perturbations.ts';

interface MeasuredAttack extends EndedAttack {
  readonly engine: Engine;
  /** By `performance.now()`. */
  readonly started: number;
}

/** What an attack did, as a measurement. */
export function describeAttack(ended: MeasuredAttack): RobustnessMeasurement {
  const { model, sample, attack, epsilon, result, seed, engine, started } = ended;
  const correct = sum(result.correct);
  const broken = sum(result.broken);
  const robustAccuracy = (correct - broken) / sample.size;
  return {
    kind: 'robustness',
    subject: model.name ?? 'predictor',
    attack: attack.name,
    epsilon,
    parameters: { ...attack.parameters(epsilon), epsilon },
    value: robustAccuracy,
    inputs: sample.size,
    interval: wilson(correct - broken, sample.size),
    cleanAccuracy: correct / sample.size,
    robustAccuracy,
    attackSuccessRate: correct > 0 ? broken / correct : null,
    norm: attack.norm,
    ...perturbationSizes(sample, result),
    brokenBy: countBreakers(result.brokenBy),
    seconds: (performance.now() - started) / 1000,
    seed,
    engine: describeEngine(engine),
  };
}

const sum = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);
