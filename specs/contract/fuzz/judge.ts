import { types } from 'node:util';
import type { Outcome } from './contract.ts';
import { CallersError } from './values.ts';

/** What came of a call. */
export interface Verdict {
  readonly outcome: Outcome;
  /** The message of the error, or where the result is NaN. */
  readonly detail: string;
}

/** Longest accepted message, in characters. */
const longest = 2000;

/** Judges the result of a call that ended well. */
export function judgeResult(result: unknown): Verdict {
  const at = placeOfNaN(result);
  return at === undefined ? { outcome: 'accepted', detail: '' } : { outcome: 'nan', detail: `NaN at result${at}` };
}

/** Judges the error of a call. A failed assertion is a result: its message must be readable. */
export function judgeError(error: unknown): Verdict {
  if (error instanceof CallersError) return { outcome: 'own', detail: '' };
  if (!(error instanceof Error)) return { outcome: 'error', detail: `threw ${typeof error}` };
  const { message, name, stack = '' } = error;
  const isAssertion = 'actual' in error || name === 'AssertionError' || name === 'JestExtendError';
  const code: unknown = (error as { code?: unknown }).code;
  const isOurs = typeof code === 'string' && code.startsWith('DNN_');
  if (!isOurs && !isAssertion) {
    const frame = stack.split('\n').find((line) => /dist[/\\]/.test(line)) ?? '';
    return {
      outcome: 'error',
      detail: `${name}: ${message.slice(0, 300)} ${frame.trim().replace(/^.*dist[/\\]/, '')}`,
    };
  }
  if (message.length >= longest)
    return { outcome: 'length', detail: `${message.length} characters: ${message.slice(0, 200)}` };
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  if (isOurs && (lines.length < 2 || !/\bExpected\b/.test(message))) return { outcome: 'form', detail: message };
  return isAssertion ? { outcome: 'accepted', detail: message } : { outcome: 'refused', detail: message };
}

/** Where a result holds NaN; undefined if nowhere. Looks at arrays, typed arrays and plain objects. */
function placeOfNaN(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : undefined;
  if (types.isFloat32Array(value) || types.isFloat64Array(value)) {
    // not a proxy of one, which cannot be read
    const at = value.findIndex(Number.isNaN);
    return at < 0 ? undefined : `[${at}]`;
  }
  if (typeof value !== 'object' || value === null || depth > 4) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype) return undefined;
  for (const [key, item] of Object.entries(value).slice(0, 1000)) {
    const place = placeOfNaN(item, depth + 1);
    if (place !== undefined) return `.${key}${place}`;
  }
  return undefined;
}
