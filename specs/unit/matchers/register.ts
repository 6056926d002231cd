import { afterEach, beforeEach, expect } from 'vitest';
import { rememberInvocation } from '../../../matchers/message/command.ts';
import { failUnawaited, forgetEarlierAttempt } from '../../../matchers/pending/guard.ts';
import { matchers } from '../../../matchers/index.ts';

/** What the set-up file does, without a plugin that provides settings. */
export function registerMatchers(): void {
  rememberInvocation({ folder: process.cwd(), configuration: '' });
  expect.extend(matchers);
  beforeEach(forgetEarlierAttempt);
  afterEach(failUnawaited);
}

/** What an assertion says when it fails; `passed` where it does not. */
export function messageOf(assertion: Promise<void>): Promise<string> {
  return assertion.then(
    () => 'passed',
    (error: Error) => error.message,
  );
}
