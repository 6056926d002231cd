import { expect, inject } from 'vitest';
import { configure } from '../src/settings.ts';
import { rememberInvocation } from './message/command.ts';
import { identitySerializer } from './message/identity.ts';
import { followRunner } from './pending/follow-runner.ts';
import { rememberLimits } from './pending/time-limit.ts';
import { matchers } from './index.ts';
import type { Provided } from './provided.ts';

expect.extend(matchers);
expect.addSnapshotSerializer(identitySerializer);
followRunner(() => {
  // A project may list this file in setupFiles without the plugin. Then nothing is provided.
  const provided: Provided | undefined = inject('dnn');
  rememberLimits(provided?.limits);
  if (!provided) return;
  configure(provided.settings);
  rememberInvocation(provided.invocation);
});
