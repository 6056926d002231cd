import { outcomesOf, type State } from '../tables/gates.ts';
import { signs, toneOf, verdictOf } from '../verdict.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import { headingOf, warningsOf } from '../document.ts';
import { html, type Markup } from './markup.ts';

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

const nameOf = (state: State, count: number): string => (state === 'error' && count !== 1 ? 'errors' : state);
