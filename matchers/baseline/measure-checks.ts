import type { AnyAttack } from '../../src/attacks/contract.ts';
import { inputIds } from '../../src/baseline/input-ids.ts';
import type { MeasuredCheck } from '../../src/baseline/contract.ts';
import type { Adversarial } from '../../src/evaluation/index.ts';
import type { Compression } from '../../src/compression/contract.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Classifier } from '../../src/models/contract.ts';
import { showEpsilon, type Epsilon } from '../../src/norms/epsilon-by-value.ts';
import type { Measurement } from '../../src/report/schemas/measurement.ts';
import { loadEvaluation, type Measured } from '../definition/define-matcher.ts';
import { plainCopy } from '../definition/gate.ts';
import { trainedOn, type AttackedModel, type TestedModel } from '../definition/subject.ts';

/** What `toKeepQuality` measures. */
export interface Checks {
  readonly accuracy: boolean;
  readonly attacks: readonly (readonly [AnyAttack, Epsilon])[];
  readonly compressions: readonly Compression[];
  readonly limit?: number;
  readonly seed?: number;
}

/** A check with its measurement. */
export interface Check extends MeasuredCheck {
  readonly measurement: Measurement;
  /** Positions of the inputs in the split. */
  readonly positions: ArrayLike<number>;
  /** The predicted class per input, under the attack if there is one. */
  readonly predicted: Int32Array;
  /** The attacked inputs, if it attacks. */
  readonly adversarial?: Adversarial;
}

/** @returns the measured quantities in words, in the order in which they are measured */
export const quantitiesOf = ({ accuracy, attacks, compressions }: Checks): string[] => [
  ...(accuracy ? ['accuracy'] : []),
  ...attacks.map(([attack, epsilon]) => `robust accuracy under ${attack.name}(${showEpsilon(epsilon)})`),
  ...compressions.map(({ name }) => `accuracy after ${name}`),
];

/** Measures the checks. */
export async function measureChecks(
  model: Measured<AttackedModel>,
  { accuracy, attacks, compressions, ...options }: Checks,
): Promise<Check[]> {
  const { classifier, split, dataset, progress } = model;
  const { evaluateAccuracy, evaluateRobustness, evaluateCompressions } = await loadEvaluation();
  const checks: Check[] = [];
  if (accuracy) {
    const { predictions, ...measurement } = await evaluateAccuracy(classifier, split, {
      diagnose: true,
      seed: options.seed,
      classNames: dataset?.classNames,
      progress,
      keepPredictions: true,
    });
    checks.push(ofPredictions(model, measurement, predictions as Int32Array, {}));
  }
  for (const [attack, epsilon] of attacks) {
    const { adversarial, ...measurement } = await evaluateRobustness(classifier, split, attack, {
      ...options,
      epsilon,
      progress,
      diagnose: true,
      keepAdversarial: true,
    });
    const { positions, predicted, correct, broken } = adversarial as NonNullable<typeof adversarial>;
    const ids = inputIds(split);
    checks.push({
      measurement,
      positions,
      predicted,
      adversarial,
      correct: Array.from(correct, (flag, item) => flag === 1 && broken[item] === 0),
      ids: Array.from(positions, (position) => ids[position]),
      seed: measurement.seed,
      setting: settingOf({ attack: attack.name, norm: attack.norm, ...(measurement.parameters as JsonObject) }),
    });
  }
  if (compressions.length > 0) {
    const { seed } = options;
    const train = trainedOn(model as TestedModel);
    const measured = await evaluateCompressions(classifier as Classifier, split, compressions, {
      seed,
      train,
      keepPredictions: true,
    });
    for (const { predictions, ...measurement } of measured) {
      const setting = settingOf({
        compression: measurement.compression,
        ...(measurement.parameters as JsonObject),
      });
      checks.push(ofPredictions(model, measurement, predictions as Int32Array, setting));
    }
  }
  return checks;
}

function ofPredictions(
  { split }: AttackedModel,
  measurement: Measurement,
  predicted: Int32Array,
  setting: JsonObject,
): Check {
  return {
    measurement,
    positions: Array.from(predicted.keys()),
    predicted,
    correct: Array.from(predicted, (label, item) => label === split.labels[item]),
    ids: inputIds(split),
    seed: measurement.seed,
    setting,
  };
}

/** Options as JSON, without those that are not set, so that a later version may add options. */
const settingOf = (options: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(plainCopy(options)).filter(([, value]) => value !== null));
