import { afterEach, beforeEach, expect } from 'vitest';
import { rememberInvocation } from '../../../matchers/message/command.ts';
import { failUnawaited, forgetEarlierAttempt } from '../../../matchers/pending/guard.ts';
import { matchers } from '../../../matchers/index.ts';

/** Does the work of the setup file, without settings from the plugin. */
export function registerMatchers(): void {
  rememberInvocation({ folder: process.cwd(), configuration: '' });
  expect.extend(matchers);
  beforeEach(forgetEarlierAttempt);
  afterEach(failUnawaited);
}

/** @returns the message of a failed assertion, or `passed` */
export function messageOf(assertion: Promise<void>): Promise<string> {
  return assertion.then(
    () => 'passed',
    (error: Error) => error.message,
  );
}
