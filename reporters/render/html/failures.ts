import { detailsOf, factsOf } from '../../../src/report/facts.ts';
import type { Report, ReportedError, ReportedGate, ThresholdResult } from '../../../src/report/schemas/report.ts';
import {
  assertionsOf,
  demandOf,
  inputsOf,
  intervalOf,
  measuredOf,
  notesOf,
  stateOf,
  type Assertion,
} from '../tables/gates.ts';
import { describeThreshold } from '../tables/comparison/index.ts';
import { gallery } from './gallery.ts';
import { html, lines, trusted, type Markup } from './markup.ts';
import { signs } from './outcome.ts';
import { numberLine } from './plots/number-line.ts';

/** The assertions of a report that did not pass. */
const openAssertions = (report: Report): Assertion[] =>
  assertionsOf(report).filter(({ state }) => state !== 'passed' && state !== 'skipped');

/** Yields the assertions that did not pass, one at a time, each with all that is known of it; nothing if all passed. */
export function* failuresSection(report: Report): Generator<Markup> {
  const open = openAssertions(report);
  const title = failuresTitle(report);
  if (title === undefined) return;
  yield html`${trusted('<section id="failures">')}
    <h2>${title}</h2>
    ${missedThresholds(report)}`;
  for (const { gate, error, state, index } of open)
    yield html`<article class="failure ${state}" id="gate-${index + 1}" tabindex="-1">
      ${gate ? gateCard(gate, report) : error && errorCard(error)}
    </article>`;
  yield trusted('</section>');
}

/** @returns the title of the section; undefined if everything passed */
export function failuresTitle(report: Report): string | undefined {
  const open = openAssertions(report);
  if (open.length + missedIn(report).length === 0) return undefined;
  return open.length > 0 && open.every(({ state }) => state === 'undecided') ? 'Undecided' : 'Failures';
}

const missedIn = ({ thresholds }: Report): ThresholdResult[] => thresholds.filter(({ passed }) => !passed);

function missedThresholds(report: Report): Markup | undefined {
  const missed = missedIn(report);
  return missed.length === 0
    ? undefined
    : html`<ul class="advice missed">
        ${missed.map((threshold) => html`<li>${describeThreshold(threshold)}</li>`)}
      </ul>`;
}

function gateCard(gate: ReportedGate, report: Report): Markup {
  const { quantity, examples, reproduce } = gate;
  const notes = notesOf({ ...gate, examples: undefined });
  return html`${heading(gate, stateOf(gate))}
    <div class="columns">
      <div>
        <p class="quantity">${quantity}</p>
        <p class="figures"><b>${measuredOf(gate)}</b> <span>required ${demandOf(gate)}</span></p>
        ${numberLine(gate)}
      </div>
      <dl>
        ${factsAbout(gate, report).map(
          ([name, text]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
    </div>
    ${
      notes.length > 0 &&
      html`<ul class="advice">
        ${notes.map((note) => html`<li>${note.replace(`${gate.test}: `, '')}</li>`)}
      </ul>`
    }
    ${examples && gallery(examples)}${reproduceLine(reproduce)}`;
}

function errorCard(error: ReportedError): Markup {
  const { negated, matcher, message, reproduce } = error;
  return html`${heading(error, 'error')}
    <p class="quantity">${negated && 'not.'}${matcher} measured nothing: it threw an error</p>
    <pre>${lines(message)}</pre>
    ${reproduceLine(reproduce)}`;
}

const heading = ({ test, file }: { test: string; file: string }, state: Assertion['state']): Markup =>
  html`<p class="kicker"><span class="badge ${state}">${signs[state]} ${state}</span> ${file}</p>
    <h3>${test}</h3>`;

const reproduceLine = (command: string): Markup =>
  html`<div class="reproduce">
    <span>reproduce</span><code tabindex="0">${command}</code
    ><button type="button" class="script" data-copy="">copy</button>
  </div>`;

/** The conditions of a measurement, as pairs of name and text. */
function factsAbout(gate: ReportedGate, { models }: Report): [string, string][] {
  const { measurement, model } = gate;
  const record = models.find(({ id }) => id === model);
  const interval = intervalOf(gate);
  return [
    ['model', `${record?.name ?? measurement.subject}${record ? ` on ${record.dataset}` : ''}`],
    ...(interval === '–'
      ? []
      : [[`${Math.round(100 * measurement.interval.confidence)} % interval`, interval] satisfies [string, string]]),
    ['inputs', `${inputsOf(measurement)}${measurement.inputs > 0 ? detailsOf(measurement) : ''}`],
    ...factsOf(measurement),
    ['seed', String(measurement.seed)],
    ['engine', measurement.engine],
    ['time', `${Number(measurement.seconds.toPrecision(3))} s`],
  ];
}
