import type { Json, JsonObject } from '../src/json.ts';
import type { Gate } from '../src/report/gate.ts';
import type { Measurement } from '../src/report/measurement.ts';
import type { ModelRecord } from '../src/report/model-record.ts';

/** What a failing assertion says: what was expected, what was measured and how, and the command that repeats it. */
export function messageOf(gate: Gate, subject: string, record: ModelRecord | undefined): string {
  const { quantity, value, relation, threshold, negated, measurement, reproduce } = gate;
  const facts: [string, string][] = [
    ['measured', `${number(value)}${intervalOf(gate)}`],
    ['demanded', `${negated ? opposite[relation] : relation} ${number(threshold)}`],
    ['inputs', `${measurement.inputs}${detailsOf(measurement)}`],
    ...parametersOf(measurement),
    ['seed', String(measurement.seed)],
    ['engine', measurement.engine],
    ...(record ? [['model', originOf(record)] satisfies [string, string]] : []),
  ];
  const expected = `expected ${subject} ${negated ? 'not ' : ''}to have ${article(quantity)}${quantity} ${joined[relation]} ${number(threshold)}`;
  return `${expected}, but it has ${number(value)}\n\n${align(facts)}\n\nReproduce: ${reproduce}`;
}

const opposite: Record<Gate['relation'], string> = { 'at least': 'below', 'at most': 'more than', below: 'at least' };
const joined: Record<Gate['relation'], string> = { 'at least': 'of at least', 'at most': 'of at most', below: 'below' };

function intervalOf({ value, measurement }: Gate): string {
  const { low, high, confidence } = measurement.interval;
  const interval = `${Math.round(confidence * 100)} % interval [${number(low)}, ${number(high)}]`;
  return value === measurement.value ? `, ${interval}` : `; ${number(measurement.value)} after, ${interval}`;
}

function detailsOf(measurement: Measurement): string {
  switch (measurement.kind) {
    case 'accuracy':
      return '';
    case 'robustness':
      return `; accuracy without attack ${number(measurement.cleanAccuracy)}, with ${number(measurement.robustAccuracy)}`;
    case 'compression': {
      const { accuracyBefore, accuracyAfter, agreement, bytesBefore, bytesAfter } = measurement;
      return (
        `; accuracy before ${number(accuracyBefore)}, after ${number(accuracyAfter)}; ` +
        `same prediction ${number(agreement)}; ${bytesBefore} bytes before, ${bytesAfter} after`
      );
    }
  }
}

function parametersOf(measurement: Measurement): [string, string][] {
  switch (measurement.kind) {
    case 'accuracy':
      return [];
    case 'robustness':
      return [
        [
          'attack',
          `${measurement.attack} with ${describeOptions({ epsilon: measurement.epsilon, ...(measurement.parameters as JsonObject) })}`,
        ],
      ];
    case 'compression':
      return [
        ['compression', `${measurement.compression} with ${describeOptions(measurement.parameters as JsonObject)}`],
      ];
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
