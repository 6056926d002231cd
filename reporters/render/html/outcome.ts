import { assertionsOf, isBad, outcomesOf, type State } from '../tables/gates.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import { headingOf, warningsOf } from '../document.ts';
import { html, type Markup } from './markup.ts';

/** Symbols of outcomes, so that none depends on its colour. */
export const signs: Record<State, string> = { failed: '✗', error: '!', undecided: '?', passed: '✓', skipped: '–' };

/** @returns the head of the page: the verdict in words, the bar of outcomes, the conditions of the run, and warnings */
export function outcomeSection(report: Report): Markup {
  const outcomes = outcomesOf(report);
  const total = outcomes.reduce((sum, { count }) => sum + count, 0);
  return html`<header class="verdict ${toneOf(report)}">
    <p class="kicker">Quality of the networks</p>
    <h1>${verdictOf(report)}</h1>
    ${
      total > 0 &&
      html`<div class="bar" aria-hidden="true">
          ${outcomes.map(({ state, count }) => html`<i class="${state}" style="flex-grow:${count}"></i>`)}
        </div>
        <ul class="legend">
          ${outcomes.map(({ state, count }) => html`<li class="${state}"><b>${signs[state]} ${count}</b> ${nameOf(state, count)}</li>`)}
        </ul>`
    }
    <p class="conditions">${headingOf(report)}</p>
    ${warningsOf(report).map((warning) => html`<p class="warning">${warning}</p>`)}
  </header>`;
}

/** @returns the verdict in a sentence, which is also the title of the page */
export function verdictOf(report: Report): string {
  const assertions = assertionsOf(report);
  const total = assertions.length;
  const bad = assertions.filter(isBad).length;
  const numberOf = (state: State): number =>
    assertions.filter((assertion) => assertion.state === state && !isBad(assertion)).length;
  const missed = missedOf(report);
  if (total === 0) return missed || 'No gates were measured';
  const gates = total === 1 ? 'gate' : 'gates';
  const [passed, undecided] = [numberOf('passed'), numberOf('undecided')];
  const all = total === 1 ? 'The gate passed' : `All ${total} gates passed`;
  const first =
    bad > 0 ? `${bad} of ${total} ${gates} failed` : passed === total ? all : `${passed} of ${total} ${gates} passed`;
  return [first, undecided > 0 ? `${undecided} undecided` : '', missed].filter(Boolean).join(', ');
}

function missedOf({ thresholds }: Report): string {
  const missed = thresholds.filter(({ passed }) => !passed).length;
  return missed > 0 ? `${missed} ${missed === 1 ? 'threshold' : 'thresholds'} missed` : '';
}

function toneOf(report: Report): State {
  const assertions = assertionsOf(report);
  if (missedOf(report) || assertions.some(isBad)) return 'failed';
  return assertions.some(({ state }) => state === 'undecided') ? 'undecided' : 'passed';
}

const nameOf = (state: State, count: number): string => (state === 'error' && count !== 1 ? 'errors' : state);
