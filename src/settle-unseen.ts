import { types } from 'node:util';

/**
 * Ignores the outcome of a promise that came in place of a value, and so is refused. Otherwise its rejection would end the process.
 */
export function settleUnseen(value: unknown): void {
  if (types.isPromise(value)) value.catch(() => {});
}
