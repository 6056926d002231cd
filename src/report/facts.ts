import type { Json, JsonObject } from '../json.ts';
import type { Measurement } from './schemas/measurement.ts';
import type { RobustnessMeasurement } from './schemas/robustness-measurement.ts';

/** @returns details to show after the number of inputs, such as accuracies */
export function detailsOf(measurement: Measurement): string {
  switch (measurement.kind) {
    case 'accuracy':
      return '';
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

/** Sizes of the successful perturbations, inputs broken per attack, and robust accuracy by size of the ball. */
function brokenFacts(measurement: RobustnessMeasurement): [string, string][] {
  const { norm, meanPerturbation, medianPerturbation, brokenBy, curve } = measurement;
  const breakers = Object.entries(brokenBy);
  const facts: [string, string][] = [];
  if (meanPerturbation !== null && medianPerturbation !== null) {
    facts.push(['perturbation', `mean ${number(meanPerturbation)}, median ${number(medianPerturbation)} in ${norm}`]);
  }
  if (breakers.length > 1) facts.push(['broken by', breakers.map(([name, count]) => `${name} ${count}`).join(', ')]);
  if (curve) {
    const points = curve.map(({ epsilon, robustAccuracy }) => `${number(robustAccuracy)} at ${number(epsilon)}`);
    facts.push(['curve', points.join(', ')]);
  }
  return facts;
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

const show = (value: Json): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? number(value) : JSON.stringify(value);

/** @returns the number with at most four decimals: enough for 10,000 inputs */
export const number = (value: number): string => String(Number(value.toFixed(4)));
