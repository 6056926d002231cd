import type { Gate } from '../../src/report/schemas/gate.ts';
import type { Measurement } from '../../src/report/schemas/measurement.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';

/** A gate on fewer inputs, or with a wider interval, says little. */
const [fewInputs, wideInterval] = [5, 0.6];

/** The parts of a verdict that decide how much it says. */
interface Doubtful extends Pick<Gate, 'relation' | 'threshold' | 'unit'> {
  readonly measurement: Measurement;
}

/** @returns reasons why a gate says little about the model: few inputs, a threshold that nothing misses, a model without stages */
export function doubtsAbout(verdict: Doubtful, record: ModelRecord | undefined): string[] {
  return [
    ...fewInputsOf(verdict),
    ...emptyThreshold(verdict),
    ...(record?.origin === 'active-learning' && record.stages.length === 1
      ? ['the model was trained with stages: 0, so the acquisition function selected none of its inputs']
      : []),
  ];
}

function fewInputsOf({ measurement: { kind, inputs, interval }, unit = 'share' }: Doubtful): string[] {
  if (kind === 'data' || unit === 'bytes') return []; // data are counted, and the inputs do not change a size
  const isWide = unit === 'share' && interval.high - interval.low > wideInterval;
  if (inputs >= fewInputs && !isWide) return [];
  const counted = `${inputs} ${inputs === 1 ? 'input decides' : 'inputs decide'} this gate`;
  const percent = (share: number): string => (100 * share).toFixed(0);
  const range = `: the ${percent(interval.confidence)} % interval reaches from ${percent(interval.low)} to ${percent(interval.high)} %`;
  return [`${counted}${unit === 'share' ? range : ''}; measure more inputs`];
}

function emptyThreshold({ relation, threshold, unit = 'share' }: Doubtful): string[] {
  if (unit !== 'share') return [];
  if (relation === 'at least' && threshold <= 0) return ['every model reaches a threshold of 0'];
  return [];
}
