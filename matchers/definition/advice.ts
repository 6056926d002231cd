import type { AnyAttack, Attack } from '../../src/attacks/contract.ts';
import { isTextAttack } from '../../src/family-members.ts';
import type { Compression } from '../../src/compression/contract.ts';
import { showEpsilon, type Epsilon } from '../../src/norms/epsilon-by-value.ts';
import type { Gate } from '../../src/report/schemas/gate.ts';
import { inputsDone } from '../../src/report/inputs-done.ts';
import { percentOf } from '../../src/report/why-undecided.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';

/** The parts of a verdict that decide what to try. */
interface Missed extends Pick<
  Gate,
  'relation' | 'value' | 'unit' | 'negated' | 'measurement' | 'interval' | 'decide' | 'undecided'
> {
  /** What to change on the model or the compression. */
  readonly remedies?: readonly string[];
}

/** @returns what to try after a gate that did not pass: a longer budget, or changes of the model and a threshold that holds */
export function adviceOn(missed: Missed): string[] {
  const { unfinished } = missed.measurement;
  if (unfinished) return [budgetFor(missed, unfinished)];
  const thresholds = missed.measurement.kind === 'data' ? [] : thresholdsThatHold(missed); // of data, the cause is to be mended
  return [...(missed.negated ? [] : (missed.remedies ?? [])), ...thresholds];
}

/** Fewer inputs are no sample to recommend. */
const enough = 30;

function budgetFor(
  { measurement }: Missed,
  { seconds, inputs }: NonNullable<Gate['measurement']['unfinished']>,
): string {
  const done = inputsDone(measurement);
  if (done === 0) return `a budget many times longer than ${seconds} s, or fewer steps per input`;
  const needed = Math.ceil((1.2 * measurement.seconds * inputs) / done);
  return `a budget of about { seconds: ${needed} }${done >= enough ? `, or a sample of { limit: ${done} } inputs` : ''}`;
}

/** Whether a gate holds for values from the threshold upwards: the others hold downwards. */
const upwards: Record<Gate['relation'], boolean> = { 'at least': true, above: true, 'at most': false, below: false };

/** The thresholds that this model satisfies: by its value, and by the end of the interval. None if no share does. */
function thresholdsThatHold({ relation, value, unit, negated, interval, decide, undecided }: Missed): string[] {
  const isFloor = upwards[relation] !== negated;
  const isStrict = (relation === 'above' || relation === 'below') !== negated;
  if (unit === 'bytes') return [`a threshold of ${value} bytes, which this model reaches`];
  if (isFloor ? value <= 0 : (unit ?? 'share') === 'share' && value >= 1) return []; // every model satisfies that
  const word = isStrict ? (isFloor ? 'below' : 'above') : 'of';
  const bound = interval && (isFloor ? interval.low : interval.high);
  const suffix = unit === 'milliseconds' ? ' ms' : '';
  const isNarrower = interval !== undefined && bound !== value;
  const end = interval && `${isFloor ? 'lower' : 'upper'} end of its ${percentOf(interval.confidence)} % interval`;
  if (isNarrower && (decide === 'interval' || undecided === 'fail')) {
    return [`a threshold ${word} ${rounded(bound as number, isFloor)}${suffix}, the ${end}`];
  }
  const safer = isNarrower ? `; ${rounded(bound as number, isFloor)}, the ${end}, is safer` : '';
  return [`a threshold ${word} ${rounded(value, isFloor)}${suffix}, which this model satisfies${safer}`];
}

/** Four decimals, rounded to the side on which the value still satisfies the threshold. */
function rounded(value: number, down: boolean): string {
  const scaled = value * 1e4;
  const near = Math.round(scaled);
  const whole = Math.abs(scaled - near) < 1e-6 ? near : down ? Math.floor(scaled) : Math.ceil(scaled);
  return String(whole / 1e4);
}

/** @returns the training that makes a model robust against an attack, in words */
export function robustTraining(attack: AnyAttack, epsilon: Epsilon): string {
  if (isTextAttack(attack))
    return `a model that is retrained with texts that the attack finds: retrain(model, { train, selected, attack: ${attack.name}, epsilon: ${showEpsilon(epsilon)} })`;
  const isCheap = attack.access === 'white-box' && !attack.minimal && (attack.restarts?.(2) ?? 1) === 1;
  const radius = showEpsilon(epsilon);
  const crafts: Record<Attack['norm'], string> = {
    linf: `adversarialTraining(pgd, ${radius})`,
    l2: `adversarialTraining(pgd.with({ norm: 'l2' }), ${radius})`,
    l1: `adversarialTraining(pgd.with({ norm: 'l2' }), epsilon) with an epsilon in L2`,
    l0: 'adversarialTraining(pgd, epsilon) with an epsilon in L-inf',
  };
  return `a model trained with ${isCheap ? `adversarialTraining(${attack.name}, ${radius})` : crafts[attack.norm]}, or for more epochs if it already is`;
}

/** @returns compressions that change the model less, in words; at most one line per step */
export function gentlerCompression({ options, steps, name }: Compression): string[] {
  if (steps && steps.length > 1) return steps.flatMap(gentlerCompression);
  const { bits, granularity, scheme, sparsity, fraction, finetune } = options;
  const share = sparsity ?? fraction;
  if (typeof share === 'number') {
    const what = sparsity === undefined ? 'fraction' : 'sparsity';
    const tuning = finetune ? 'more epochs of fine-tuning' : 'fine-tuning after pruning, { finetune: { epochs: 5 } }';
    return [`${tuning}, or a ${what} below the ${share} of ${name}`];
  }
  if (typeof bits !== 'number')
    return [`a compression that changes the weights less than ${name}, such as quantize(16)`];
  const scales =
    granularity === 'tensor'
      ? scheme === 'kmeans'
        ? ", or scheme: 'linear', which has a scale per channel"
        : ", or granularity: 'channel'"
      : '';
  return [`more bits than ${name}, such as quantize(${Math.min(16, 2 * bits)})${scales}`];
}

/** @returns how to train a more accurate model, in words */
export function accurateTraining(record: ModelRecord | undefined): string {
  return record?.origin === 'active-learning'
    ? 'more labels (stages or budget), more epochs, or a larger architecture'
    : 'more training data or epochs, or a larger architecture; check that the inputs are scaled as in training';
}
