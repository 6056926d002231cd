import type { AccuracyMeasurement } from '../../src/report/schemas/measurement.ts';
import { clopperPearson, wilson } from '../../src/statistics/index.ts';
import { trialsToExclude } from '../../src/statistics/wilson.ts';
import type { Decision, Verdict } from './verdict.ts';

type Weakest = Pick<Verdict, 'quantity' | 'value'> & Pick<Verdict, 'interval' | 'trialsToDecide'>;

/**
 * The accuracy of the weakest part: the gate holds if every class and every slice reaches the threshold. With slices, the whole is a part
 * too. The interval is that of the least accuracy, from the least lower to the least upper end.
 *
 * @returns quantity, value and interval; those of the whole if there are no parts
 */
export function weakestOf(measurement: AccuracyMeasurement, { decide }: Decision): Weakest {
  const { perClass = [], slices, value, inputs } = measurement;
  const ofAll = { name: 'all inputs', value, inputs };
  const parts = [...perClass, ...(slices ?? []), ...(slices ? [ofAll] : [])];
  if (parts.length === 0) return { quantity: 'accuracy', value };
  const { confidence } = measurement.interval;
  const level = 1 - (1 - confidence) / parts.length;
  const intervalFor = decide === 'interval' ? clopperPearson : wilson;
  const intervals = parts.map((part) => intervalFor(Math.round(part.value * part.inputs), part.inputs, level));
  const [weakest] = [...parts].sort((a, b) => a.value - b.value);
  return {
    quantity: `accuracy in the weakest ${kindOf(perClass.length, slices?.length ?? 0, weakest.name)}`,
    value: weakest.value,
    interval: {
      low: Math.min(...intervals.map(({ low }) => low)),
      high: Math.min(...intervals.map(({ high }) => high)),
      confidence,
    },
    trialsToDecide: (threshold) => {
      const factors = parts.map((part) => trialsToExclude(part.value, threshold, level) / part.inputs);
      const missed = factors.filter((_, at) => parts[at].value < threshold);
      return inputs * (missed.length > 0 ? Math.min(...missed) : Math.max(...factors)); // one that misses decides, or all that hold
    },
  };
}

/** Names the weakest part among its kind, as in `class ("8" of 10 classes)`. */
function kindOf(classes: number, slices: number, name: string): string {
  const counts = [
    ...(classes > 0 ? [`${classes} ${classes === 1 ? 'class' : 'classes'}`] : []),
    ...(slices > 0 ? [`${slices} ${slices === 1 ? 'slice' : 'slices'}`] : []),
  ];
  const kind = counts.length > 1 ? 'part' : classes > 0 ? 'class' : 'slice';
  return `${kind} (${JSON.stringify(name)} of ${counts.join(' and ')})`;
}
