import type { Gate } from '../../src/report/schemas/gate.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { cutMiddle, plainText } from '../../src/plain-text.ts';
import { changedText } from '../../src/report/changed-text.ts';
import { describeFinding } from '../../src/report/describe-finding.ts';
import { inputsDone, isPart } from '../../src/report/inputs-done.ts';
import { moreInputsOf, percentOf, whyUndecided } from '../../src/report/why-undecided.ts';
import { pathInReport } from './command.ts';
import { conditionsOf as conditionsOfMeasurement, detailsOf, factsOf } from '../../src/report/facts.ts';
import { number } from '../../src/report/number.ts';
import { baselineFacts, expectationOf } from './kept.ts';

/** @returns the message of a failed assertion: expected and measured value, the conditions, and the command that repeats it */
export function messageOf(gate: Gate, subject: string, record: ModelRecord | undefined): string {
  const { quantity, value, relation, threshold, negated, reproduce, baseline } = gate;
  const show = amountOf(gate);
  const demanded =
    gate.unit === 'items'
      ? `${relation} ${show(threshold)} ${quantity}`
      : `${article(quantity)}${quantity} ${joined[relation]} ${show(threshold)}`;
  const expected = `expected ${subject} ${negated ? 'not ' : ''}to have ${demanded}`;
  const isCut = gate.measurement.unfinished !== undefined;
  const result = isCut ? 'but the budget of time ended first: undecided' : `but it has ${show(value)}${doubtOf(gate)}`;
  const missed = baseline ? expectationOf(gate, baseline, subject) : `${expected}, ${result}`;
  const message = `${missed}\n\n${align(conditionsOf(gate, record))}\n\nReproduce: ${reproduce}`;
  return plainText(message, '\n'); // names may hold characters that act on a terminal
}

/** @returns what was measured and required, and the conditions, as pairs of name and text */
export function conditionsOf(gate: Gate, record: ModelRecord | undefined): [string, string][] {
  const { value, relation, threshold, negated, measurement, baseline } = gate;
  const show = amountOf(gate);
  const nothing = measurement.unfinished !== undefined && inputsDone(measurement) === 0;
  const warnings = [...(measurement.warnings ?? []), ...(gate.warnings ?? [])];
  return [
    ['measured', nothing ? 'nothing: no input was done in time' : `${show(value)}${intervalOf(gate)}`],
    ...(baseline
      ? baselineFacts(gate)
      : [
          ['required', `${negated ? opposite[relation] : relation} ${show(threshold)}${endOf(gate)}`] satisfies [
            string,
            string,
          ],
        ]),
    ...undecidedOf(gate),
    ...sequenceOf(gate),
    ['inputs', `${measurement.inputs}${nothing ? '' : detailsOf(measurement)}`],
    ...factsOf(measurement),
    ...conditionsOfMeasurement(measurement),
    ...(record ? [['model', originOf(record)] satisfies [string, string]] : []),
    ...examplesOf(gate),
    ...findingsOf(gate),
    ...warnings.map((warning): [string, string] => ['warning', warning]),
    ...(gate.advice ?? []).map((line): [string, string] => ['try', line]),
  ];
}

const amountOf =
  ({ unit }: Gate) =>
  (amount: number): string =>
    `${number(amount)}${unit === 'bytes' ? ' bytes' : unit === 'milliseconds' ? ' ms' : ''}`;

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

/** The end of the interval that the gate demands the relation of, if its interval decides. */
function endOf({ decide, relation, negated }: Gate): string {
  if (decide !== 'interval') return '';
  const isFloor = (relation === 'at least' || relation === 'above') !== negated;
  return `, ${isFloor ? 'also at the lower' : 'also at the upper'} end of the interval`;
}

/** Why a value that satisfies the threshold is not enough. */
function doubtOf({ outcome, moreInputs, undecided }: Gate): string {
  if (moreInputs === undefined || undecided === 'warn') return '';
  return outcome === 'undecided'
    ? ', and its interval holds the threshold: undecided'
    : ', and its interval holds the threshold';
}

function intervalOf({ value, measurement, unit, interval }: Gate): string {
  if (unit === 'bytes') return '';
  const text = ({ low, high, confidence }: NonNullable<Gate['interval']>): string =>
    `${percentOf(confidence)} % interval [${number(low)}, ${number(high)}]`;
  const own = interval ? `, ${text(interval)}` : '';
  if (value === measurement.value) return own;
  const whole = measurement.kind === 'accuracy' ? 'over all inputs' : 'after compression';
  return `${own}; ${whole} ${number(measurement.value)}, ${text(measurement.interval)}`;
}

/** Why the gate is undecided, or what would satisfy the interval that it demands. */
function undecidedOf(gate: Gate): [string, string][] {
  const { measurement, moreInputs } = gate;
  const { unfinished } = measurement;
  if (unfinished) {
    const done = `${inputsDone(measurement)} of ${unfinished.inputs} inputs were done within ${unfinished.seconds} s`;
    return [['undecided', done]];
  }
  const reason = whyUndecided(gate);
  if (reason) return [['undecided', reason]];
  return moreInputs === undefined ? [] : [['interval', `it holds the threshold; ${moreInputsOf(gate)}`]];
}

/** Where a sequential measurement stopped. */
function sequenceOf({ measurement }: Gate): [string, string][] {
  const { sequential, interval, unfinished } = measurement;
  if (!sequential || unfinished) return [];
  const { threshold, inputs } = sequential;
  const side = interval.low > threshold ? 'above' : interval.high < threshold ? 'below' : undefined;
  const where = `its interval ${side ? `lies ${side}` : 'still holds'} the threshold`;
  return [
    [
      'decided',
      isPart(measurement)
        ? `after ${inputsDone(measurement)} of ${inputs} inputs: ${where}`
        : `by all ${inputs} inputs: ${where}`,
    ],
  ];
}

/** The file that shows some of the inputs that the attack broke, or the values that changed most. */
function examplesOf({ examples }: Gate): [string, string][] {
  if (!examples) return [];
  const { file, items, broken, moved = [] } = examples;
  const texts = items.flatMap((item) => (item.text ? [item] : [])).slice(0, mostTexts);
  const path = file && pathInReport(file);
  const changes = moved.map(({ value, meanChange }) => `${value} ${number(meanChange)}`).join(', ');
  return [
    ...(path
      ? ([['examples', `${items.length} of ${broken} inputs that the attack broke: ${path}`]] as [string, string][])
      : []),
    ...texts.map(({ text = [], clean, adversarial }): [string, string] => [
      'example',
      `${clean.class} → ${adversarial.class}: ${cutMiddle(changedText(text), longestText)}`,
    ]),
    ...(changes
      ? ([['changes', `${changes}: largest mean changes over ${broken} inputs that the attack broke`]] as [
          string,
          string,
        ][])
      : []),
  ];
}

/** The file that shows some of the items that a gate on data found, and the first of them in words. */
function findingsOf({ findings }: Gate): [string, string][] {
  if (!findings) return [];
  const { file, shown, found, what } = findings;
  const path = file && pathInReport(file);
  return [
    ...(path ? ([['examples', `${shown.length} of ${found} ${what}: ${path}`]] as [string, string][]) : []),
    ...shown
      .slice(0, mostTexts)
      .map((finding): [string, string] => ['example', cutMiddle(describeFinding(finding), 2 * longestText)]),
  ];
}

/** Texts in a message, and the length of each. */
const [mostTexts, longestText] = [3, 300];

function originOf({ origin, acquisition, training, dataset, stages, seed }: ModelRecord): string {
  const words: Record<ModelRecord['origin'], string> = {
    'active-learning': `trained by active learning with ${acquisition}`,
    trained: 'trained on all labels',
    pretrained: 'pretrained',
    given: 'given',
  };
  const labels = stages.length > 0 ? `${stages[stages.length - 1].labelled} labels of ` : '';
  return [words[origin], `${labels}${dataset}`, training, `seed ${seed}`].filter(Boolean).join(', ');
}

const article = (quantity: string): string => (/^[aeiou]/.test(quantity) ? 'an ' : 'a ');

function align(facts: readonly [string, string][]): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
