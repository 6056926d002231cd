import { conditionsOf, detailsOf, factsOf } from '../../../src/report/facts.ts';
import type { Report, ReportedError, ReportedGate, ThresholdResult } from '../../../src/report/schemas/report.ts';
import {
  assertionsOf,
  isBad,
  demandOf,
  inputsOf,
  intervalOf,
  measuredOf,
  notesOf,
  stateOf,
  type Assertion,
} from '../tables/gates.ts';
import { describeThreshold } from '../tables/comparison/index.ts';
import { baselineFacts } from './baseline.ts';
import { foundItems } from './found-items.ts';
import { gallery } from './gallery.ts';
import { html, lines, trusted, type Markup } from './markup.ts';
import { signs } from '../verdict.ts';
import { numberLine } from './plots/number-line.ts';

/** A group of assertions that are shown in full. */
interface Group {
  readonly id: string;
  readonly title: string;
  readonly assertions: readonly Assertion[];
}

/** @returns the groups of assertions that a reader looks at first: those that fail, and those that pass although undecided */
export function openGroups(report: Report): Group[] {
  const assertions = assertionsOf(report);
  const failures = assertions.filter(isBad);
  const undecided = assertions.filter((assertion) => assertion.state === 'undecided' && !isBad(assertion));
  return [
    ...(failures.length + missedIn(report).length > 0
      ? [{ id: 'failures', title: 'Failures', assertions: failures }]
      : []),
    ...(undecided.length > 0 ? [{ id: 'undecided', title: 'Undecided', assertions: undecided }] : []),
  ];
}

/** Yields these assertions, one at a time, each with all that is known of it. */
export function* openSections(report: Report): Generator<Markup> {
  for (const { id, title, assertions } of openGroups(report)) {
    yield html`${trusted(`<section id="${id}">`)}
      <h2>${title}</h2>
      ${id === 'failures' && missedThresholds(report)}`;
    for (const { gate, error, state, index } of assertions)
      yield html`<article class="failure ${state}" id="gate-${index + 1}" tabindex="-1">
        ${gate ? gateCard(gate, report) : error && errorCard(error)}
      </article>`;
    yield trusted('</section>');
  }
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
  const { quantity, examples, findings, reproduce } = gate;
  const notes = notesOf({ ...gate, examples: undefined, findings: undefined });
  return html`${heading(gate, stateOf(gate))}
    <div class="columns">
      <div>
        <p class="quantity">${quantity}</p>
        <p class="figures"><b>${measuredOf(gate)}</b> <span>required ${demandOf(gate)}</span></p>
        ${gate.baseline?.value !== null && numberLine(gate)}
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
    ${examples && gallery(examples)}${findings && foundItems(findings)}${reproduceLine(reproduce)}`;
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
  return [
    [
      measurement.kind === 'data' ? 'data' : 'model',
      `${record?.name ?? measurement.subject}${record ? ` on ${record.dataset}` : ''}`,
    ],
    ...(gate.interval
      ? [
          [gate.interval.confidence === 0.95 ? '95 % interval' : 'interval', intervalOf(gate)] satisfies [
            string,
            string,
          ],
        ]
      : []),
    ...baselineFacts(gate),
    ['inputs', `${inputsOf(measurement)}${measurement.inputs > 0 ? detailsOf(measurement) : ''}`],
    ...factsOf(measurement),
    ...conditionsOf(measurement),
    ['time', `${Number(measurement.seconds.toPrecision(3))} s`],
  ];
}
