import type { Gate } from '../../src/report/schemas/gate.ts';
import type { ModelRecord } from '../../src/report/schemas/model-record.ts';
import { plainLine } from '../../src/plain-text.ts';
import { conditionsOf } from './message.ts';

/** An annotation of a test: a type that GitHub Actions knows, and one line. */
export interface Announcement {
  readonly type: 'error' | 'warning' | 'notice';
  readonly message: string;
}

/** What an announcement leaves to the message of the assertion, and one of a passed gate has. */
const inMessageOnly = new Set(['engine', 'model', 'examples', 'example', 'try']);
const ofPassed = new Set(['measured', 'required', 'baseline', 'undecided']);

/**
 * Writes the line that announces a gate: in full if it did not pass, else value, interval and threshold.
 *
 * @param fails - whether the test is one of `test.fails`, in which a failure is no error
 */
export function announcementOf(gate: Gate, record: ModelRecord | undefined, fails = false): Announcement {
  const { matcher, quantity, passed, outcome, negated, reproduce } = gate;
  const facts = conditionsOf(gate, record)
    .filter(([name]) => (passed ? ofPassed.has(name) : !inMessageOnly.has(name)))
    .map(([name, text]) => `${name} ${text}`);
  const message = `${negated ? 'not.' : ''}${matcher}: ${quantity} ${facts.join('; ')}${passed ? '' : `. Reproduce: ${reproduce}`}`;
  const type = fails ? 'notice' : !passed ? 'error' : outcome === 'undecided' ? 'warning' : 'notice';
  return { type, message: plainLine(message) };
}
