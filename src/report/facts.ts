import type { Json, JsonObject } from '../json.ts';
import { dataDetails, dataFacts } from './data-facts.ts';
import { number } from './number.ts';
import type { CalibrationMeasurement } from './schemas/calibration-measurement.ts';
import type { AccuracyMeasurement, Measurement } from './schemas/measurement.ts';
import type { RobustnessMeasurement } from './schemas/robustness-measurement.ts';

/** @returns details to show after the number of inputs, such as accuracies */
export function detailsOf(measurement: Measurement): string {
  switch (measurement.kind) {
    case 'accuracy':
      return '';
    case 'calibration':
      return `; accuracy ${number(measurement.accuracy)}, mean confidence ${number(measurement.meanConfidence)}, largest error of a bin ${number(measurement.maximumError)}`;
    case 'data':
      return dataDetails(measurement);
    case 'latency':
      return ` in ${measurement.calls} calls; median ${number(measurement.median)} ms, fastest ${number(measurement.fastest)} ms, slowest ${number(measurement.slowest)} ms`;
    case 'clever':
      return `; median ${number(measurement.median)}, deviation ${number(measurement.deviation)}${measurement.capped > 0 ? `; share ${number(measurement.capped)} at the radius, the largest possible score` : ''}`;
    case 'robustness':
      return `${measurement.robustAccuracyBefore === undefined ? '' : `; robust accuracy before compression ${number(measurement.robustAccuracyBefore)}`}; clean accuracy ${number(measurement.cleanAccuracy)}, robust accuracy ${number(measurement.robustAccuracy)}`;
    case 'compression': {
      const { accuracyBefore, accuracyAfter, agreement, bytesBefore, bytesAfter, nonZeroBefore, nonZeroAfter, steps } =
        measurement;
      const between =
        steps.length > 1 ? steps.map(({ compression, accuracy }) => `after ${compression} ${number(accuracy)}, `) : [];
      return (
        `; accuracy before ${number(accuracyBefore)}, ${between.slice(0, -1).join('')}after ${number(accuracyAfter)}; ` +
        `same predictions ${number(agreement)}; ${bytesBefore} bytes before, ${bytesAfter} after` +
        (nonZeroBefore === nonZeroAfter ? '' : `; ${nonZeroBefore} non-zero weights before, ${nonZeroAfter} after`)
      );
    }
  }
}

/** @returns the options of the measurement and further results, as pairs of name and string */
export function factsOf(measurement: Measurement): [string, string][] {
  switch (measurement.kind) {
    case 'accuracy':
      return [...partsFacts('classes', measurement.perClass), ...partsFacts('slices', measurement.slices)];
    case 'calibration':
      return [['bins', reliabilityOf(measurement.reliability)]];
    case 'data':
      return dataFacts(measurement);
    case 'latency':
      return [];
    case 'clever':
      return [['score', `clever in ${measurement.norm} with ${describeOptions(measurement.parameters as JsonObject)}`]];
    case 'robustness': {
      const { attack, epsilon, parameters, compression } = measurement;
      const compressed: [string, string][] = compression === undefined ? [] : [['compression', compression]];
      return [
        ...compressed,
        ['attack', `${attack} with ${describeOptions({ epsilon, ...(parameters as JsonObject) })}`],
        ...brokenFacts(measurement),
      ];
    }
    case 'compression': {
      const options = describeOptions(measurement.parameters as JsonObject);
      return [['compression', `${measurement.compression}${options ? ` with ${options}` : ''}`]];
    }
  }
}

/** @returns what a repetition of the measurement depends on, as pairs of name and string; nothing random happens to most data */
export function conditionsOf(measurement: Measurement): [string, string][] {
  const isRandom = measurement.kind !== 'data' || measurement.check === 'distribution';
  return [
    ...(isRandom ? [['seed', String(measurement.seed)] satisfies [string, string]] : []),
    ...(measurement.kind === 'data' ? [] : [['engine', measurement.engine] satisfies [string, string]]),
  ];
}

/** Bins with inputs, with the largest contribution to the error first. */
function reliabilityOf(bins: CalibrationMeasurement['reliability']): string {
  const filled = bins.filter(({ inputs }) => inputs > 0);
  const weight = ({ inputs, confidence, accuracy }: (typeof bins)[number]): number =>
    inputs * Math.abs((confidence ?? 0) - (accuracy ?? 0));
  const shown = [...filled].sort((a, b) => weight(b) - weight(a)).slice(0, mostParts);
  const texts = shown.map(
    ({ from, to, inputs, confidence, accuracy }) =>
      `(${number(from)}, ${number(to)}] confidence ${number(confidence ?? 0)}, accuracy ${number(accuracy ?? 0)} of ${inputs}`,
  );
  return texts.join('; ');
}

/** Accuracies of parts with their intervals, weakest first. */
function partsFacts(name: string, parts: AccuracyMeasurement['perClass']): [string, string][] {
  if (!parts) return [];
  const shown = parts.slice(0, mostParts).map(({ name: part, value, inputs, interval: { low, high } }) => {
    return `${JSON.stringify(part)} ${number(value)} [${number(low)}, ${number(high)}] of ${inputs}`;
  });
  return [[name, `${shown.join(', ')}${parts.length > mostParts ? `, … ${parts.length} in all` : ''}`]];
}

/** Further classes or slices are only in the report. */
const mostParts = 5;

/** Sizes of the successful perturbations, inputs broken per attack, and robust accuracy by size of the ball. */
function brokenFacts(measurement: RobustnessMeasurement): [string, string][] {
  const { norm, meanPerturbation, medianPerturbation, brokenBy, curve, texts } = measurement;
  const breakers = Object.entries(brokenBy);
  const facts: [string, string][] = [];
  if (meanPerturbation !== null && medianPerturbation !== null) {
    facts.push([
      'perturbation',
      `mean ${number(meanPerturbation)}, median ${number(medianPerturbation)} ${units[norm]}`,
    ]);
  }
  if (texts) facts.push(...textFacts(texts));
  if (breakers.length > 1) facts.push(['broken by', breakers.map(([name, count]) => `${name} ${count}`).join(', ')]);
  if (curve) {
    const points = curve.map(({ epsilon, robustAccuracy }) => `${number(robustAccuracy)} at ${number(epsilon)}`);
    facts.push(['curve', points.join(', ')]);
  }
  return facts;
}

const units: Record<RobustnessMeasurement['norm'], string> = {
  ...{ linf: 'in linf', l2: 'in l2', l1: 'in l1', l0: 'in l0' },
  words: 'of the words',
  edits: 'edits',
};

/** What an attack on texts skipped and asked. */
function textFacts(texts: NonNullable<RobustnessMeasurement['texts']>): [string, string][] {
  const { attacked, skipped, meanQueries, medianQueries, withoutWords, atQueryLimit } = texts;
  const ended = [
    ...(withoutWords > 0 ? [`${withoutWords} without words`] : []),
    ...(atQueryLimit > 0 ? [`${atQueryLimit} ended at the limit of queries`] : []),
  ];
  return [
    ['attacked', [`${attacked} texts`, `${skipped} skipped that were misclassified`, ...ended].join(', ')],
    ...(meanQueries !== null && medianQueries !== null
      ? [
          ['queries', `mean ${number(meanQueries)}, median ${number(medianQueries)} per attacked text`] satisfies [
            string,
            string,
          ],
        ]
      : []),
  ];
}

function describeOptions(options: JsonObject): string {
  return Object.entries(options)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) => `${name} ${Array.isArray(value) && value.length > mostShown ? shorten(value) : show(value)}`,
    )
    .join(', ');
}

/** A longer list, such as a radius per value of an image, is shortened. */
const mostShown = 8;

const shorten = (list: readonly Json[]): string => `[${list.slice(0, 3).map(show).join(',')},… ${list.length} values]`;

function show(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return number(value);
  const text = JSON.stringify(value);
  return isTable(value) && text.length > longestOption ? `{${Object.keys(value).length} entries}` : text;
}

/** A longer table, such as one of synonyms, is counted. */
const longestOption = 120;

const isTable = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
