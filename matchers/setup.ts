import { afterEach, beforeEach, expect, inject } from 'vitest';
import { configure } from '../src/settings.ts';
import { rememberInvocation } from './message/command.ts';
import { failUnawaited, forgetEarlierAttempt } from './pending/guard.ts';
import { matchers } from './index.ts';
import type { Provided } from './provided.ts';

// A project may list this file in setupFiles without the plugin. Then nothing is provided.
const provided: Provided | undefined = inject('dnn');
if (provided) {
  configure(provided.settings);
  rememberInvocation(provided.invocation);
}
expect.extend(matchers);
beforeEach(forgetEarlierAttempt);
afterEach(failUnawaited, 0);
