import type { Json, JsonObject } from '../src/json.ts';
import type { Gate } from '../src/report/gate.ts';
import type { Measurement } from '../src/report/measurement.ts';
import type { ModelRecord } from '../src/report/model-record.ts';

/** What a failing assertion says: what was expected, what was measured and how, and the command that repeats it. */
export function messageOf(gate: Gate, subject: string, record: ModelRecord | undefined): string {
  const { quantity, value, relation, threshold, negated, measurement, reproduce, unit } = gate;
  const show = (each: number): string => `${number(each)}${unit === 'bytes' ? ' bytes' : ''}`;
  const facts: [string, string][] = [
    ['measured', `${show(value)}${intervalOf(gate)}`],
    ['demanded', `${negated ? opposite[relation] : relation} ${show(threshold)}`],
    ['inputs', `${measurement.inputs}${detailsOf(measurement)}`],
    ...parametersOf(measurement),
    ['seed', String(measurement.seed)],
    ['engine', measurement.engine],
    ...(record ? [['model', originOf(record)] satisfies [string, string]] : []),
  ];
  const expected = `expected ${subject} ${negated ? 'not ' : ''}to have ${article(quantity)}${quantity} ${joined[relation]} ${show(threshold)}`;
  return `${expected}, but it has ${show(value)}\n\n${align(facts)}\n\nReproduce: ${reproduce}`;
}

const opposite: Record<Gate['relation'], string> = {
  'at least': 'below',
  'at most': 'more than',
  above: 'at most',
  below: 'at least',
};
const joined: Record<Gate['relation'], string> = {
  'at least': 'of at least',
  'at most': 'of at most',
  above: 'above',
  below: 'below',
};

function intervalOf({ value, measurement, unit }: Gate): string {
  if (unit === 'bytes') return '';
  const { low, high, confidence } = measurement.interval;
  const interval = `${Math.round(confidence * 100)} % interval [${number(low)}, ${number(high)}]`;
  return value === measurement.value ? `, ${interval}` : `; ${number(measurement.value)} after, ${interval}`;
}

function detailsOf(measurement: Measurement): string {
  switch (measurement.kind) {
    case 'accuracy':
      return '';
    case 'clever':
      return `; median ${number(measurement.median)}, deviation ${number(measurement.deviation)}${measurement.capped > 0 ? `; ${number(measurement.capped)} of them at the radius, the largest score there is` : ''}`;
    case 'robustness':
      return `${measurement.robustAccuracyBefore === undefined ? '' : `; robust accuracy before ${number(measurement.robustAccuracyBefore)}`}; accuracy without attack ${number(measurement.cleanAccuracy)}, with ${number(measurement.robustAccuracy)}`;
    case 'compression': {
      const { accuracyBefore, accuracyAfter, agreement, bytesBefore, bytesAfter, nonZeroBefore, nonZeroAfter, steps } =
        measurement;
      const between =
        steps.length > 1 ? steps.map(({ compression, accuracy }) => `after ${compression} ${number(accuracy)}, `) : [];
      return (
        `; accuracy before ${number(accuracyBefore)}, ${between.slice(0, -1).join('')}after ${number(accuracyAfter)}; ` +
        `same prediction ${number(agreement)}; ${bytesBefore} bytes before, ${bytesAfter} after` +
        (nonZeroBefore === nonZeroAfter ? '' : `; ${nonZeroBefore} non-zero weights before, ${nonZeroAfter} after`)
      );
    }
  }
}

function parametersOf(measurement: Measurement): [string, string][] {
  switch (measurement.kind) {
    case 'accuracy':
      return [];
    case 'clever':
      return [['score', `clever in ${measurement.norm} with ${describeOptions(measurement.parameters as JsonObject)}`]];
    case 'robustness': {
      const { attack, epsilon, parameters, compression } = measurement;
      const compressed: [string, string][] = compression === undefined ? [] : [['compression', compression]];
      return [
        ...compressed,
        ['attack', `${attack} with ${describeOptions({ epsilon, ...(parameters as JsonObject) })}`],
      ];
    }
    case 'compression': {
      const options = describeOptions(measurement.parameters as JsonObject);
      return [['compression', `${measurement.compression}${options ? ` with ${options}` : ''}`]];
    }
  }
}

function originOf({ origin, acquisition, training, dataset, stages, seed }: ModelRecord): string {
  const words: Record<ModelRecord['origin'], string> = {
    'active-learning': `trained by active learning with ${acquisition}`,
    trained: 'trained on all labels',
    pretrained: 'loaded',
    given: 'given',
  };
  const labels = stages.length > 0 ? `${stages[stages.length - 1].labelled} labels of ` : '';
  return [words[origin], `${labels}${dataset}`, training, `seed ${seed}`].filter(Boolean).join(', ');
}

function describeOptions(options: JsonObject): string {
  return Object.entries(options)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${show(value)}`)
    .join(', ');
}

const show = (value: Json): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? number(value) : JSON.stringify(value);

/** At most four decimals: enough for 10,000 inputs. */
const number = (value: number): string => String(Number(value.toFixed(4)));

const article = (quantity: string): string => (/^[aeiou]/.test(quantity) ? 'an ' : 'a ');

function align(facts: readonly [string, string][]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
