import { expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/errors.ts';
import { pointToCaller } from '../../src/point-to-caller.ts';
import { leNet5 } from '../../src/architectures/index.ts';

const framesOf = ({ stack = '' }: Error): string[] => stack.split('\n').filter((line) => /^ +at /.test(line));

test('an error points to the line of the user first', () => {
  let error: unknown;
  try {
    leNet5.with({ hidden: 3 } as never);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(InvalidOptionError);
  expect(framesOf(error as Error)[0]).toContain('specs/unit/errors.spec.ts');
});

test('an error without a line of the user points to the given one, or keeps its frames', () => {
  const error = new Error('first line\nsecond line');
  const own = `    at train (${new URL('../../src/training/index.ts', import.meta.url).href}:1:1)`;
  error.stack = `Error: first line\nsecond line\n${own}\n    at node:internal/timers:1:1`;
  const before = error.stack;
  pointToCaller(error);
  expect(error.stack).toBe(before);
  pointToCaller(error, `${own}\n    at /home/me/specs/a.spec.ts:3:4`);
  expect(error.stack).toBe('Error: first line\nsecond line\n    at /home/me/specs/a.spec.ts:3:4');
});
