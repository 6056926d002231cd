import { groupBy } from '../../../src/report/groups.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import {
  assertionsOf,
  countsOf,
  demandOf,
  inputsOf,
  intervalOf,
  measuredOf,
  noteOfError,
  notesOf,
  outcomesOf,
  type Assertion,
} from '../tables/gates.ts';
import { html, type Markup } from './markup.ts';
import { signs } from '../verdict.ts';
import { smallNumberLine } from './plots/number-line.ts';

/** More gates than these are folded if all of them passed, so that they do not stand before what follows. */
const mostShown = 12;

/** @returns all assertions by file, each with its place on a number line; the columns can be sorted, the rows filtered and searched */
export function gatesSection(report: Report): Markup | undefined {
  const assertions = assertionsOf(report);
  if (assertions.length === 0) return undefined;
  const files = [...groupBy(assertions, ({ file }) => file)];
  const folded = assertions.length > mostShown && assertions.every(({ state }) => state === 'passed');
  const table = html`${toolbar(report)}
    <table class="gates" data-sortable="">
      <thead>
        <tr>
          <th scope="col"><span class="hidden">outcome</span></th>
          <th scope="col">test</th>
          <th scope="col">quantity</th>
          <th scope="col" class="right">measured</th>
          <th scope="col"><span class="plain">interval, threshold</span></th>
          <th scope="col" class="right">95 % interval</th>
          <th scope="col" class="right">required</th>
          <th scope="col" class="right">inputs</th>
        </tr>
      </thead>
      ${files.map(
        ([file, rows]) =>
          html`<tbody>
            <tr class="file">
              <th scope="rowgroup" colspan="8">${file} <span>${countsOf(rows)}</span></th>
            </tr>
            ${rows.map(rowOf)}
          </tbody>`,
      )}
    </table>
    <p class="nothing" hidden="">No gate matches.</p>`;
  const about = `${countsOf(assertions)} in ${files.length} file${files.length === 1 ? '' : 's'}`;
  return html`<section id="gates">
    <h2>Gates by file</h2>
    ${
      folded
        ? html`<details>
            <summary>${about}</summary>
            ${table}
          </details>`
        : table
    }
  </section>`;
}

/** Filters and search, which need JavaScript. */
function toolbar(report: Report): Markup {
  return html`<div class="toolbar script" role="search">
    <input type="search" id="search" placeholder="search tests, quantities and files" aria-label="search gates" />
    ${outcomesOf(report).map(({ state, count }) => html`<button type="button" class="chip ${state}" data-state="${state}" aria-pressed="true">${signs[state]} ${state} ${count}</button>`)}
  </div>`;
}

function rowOf({ gate, error, state, test, index }: Assertion): Markup {
  const isOpen = state !== 'passed' && state !== 'skipped';
  const name = isOpen ? html`<a href="#gate-${index + 1}">${test}</a>` : html`${test}`;
  const notes = gate
    ? notesOf({ ...gate, examples: undefined, findings: undefined }).filter((note) => isOpen || note.startsWith('⚠'))
    : error
      ? [noteOfError(error)]
      : [];
  const start = html`<td class="sign">
      <span class="badge ${state}">${signs[state]}<span class="hidden"> ${state}</span></span>
    </td>
    <th scope="row">${name}${notes.map((note) => html`<small>${note.replace(`${test}: `, '')}</small>`)}</th>`;
  if (!gate)
    return html`<tr data-state="${state}">
      ${start}
      <td class="what">${error?.matcher}</td>
      <td class="right measured">error</td>
      <td></td>
      <td></td>
      <td></td>
      <td></td>
    </tr>`;
  return html`<tr data-state="${state}">
    ${start}
    <td class="what">${gate.quantity}</td>
    <td class="right measured" data-value="${gate.value}">${measuredOf(gate)}</td>
    <td class="line">${smallNumberLine(gate)}</td>
    <td class="right faint bounds">${intervalOf(gate)}</td>
    <td class="right need" data-value="${gate.threshold}">${demandOf(gate)}</td>
    <td class="right faint inputs" data-value="${gate.measurement.inputs}">${inputsOf(gate.measurement)}</td>
  </tr>`;
}
