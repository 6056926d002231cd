import type { Report } from '../../src/report/schemas/report.ts';
import { assertionsOf, isBad, type State } from './tables/gates.ts';

/** Symbols of outcomes, so that none depends on its colour. */
export const signs: Record<State, string> = { failed: '✗', error: '!', undecided: '?', passed: '✓', skipped: '–' };

/** @returns the verdict in a sentence, as the title of a page or a comment */
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

/** @returns what the run counts as */
export function toneOf(report: Report): State {
  const assertions = assertionsOf(report);
  if (missedOf(report) || assertions.some(isBad)) return 'failed';
  if (assertions.length === 0) return 'skipped';
  return assertions.some(({ state }) => state === 'undecided') ? 'undecided' : 'passed';
}
