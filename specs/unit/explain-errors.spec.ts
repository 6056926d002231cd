import { expect, test } from 'vitest';
import { EngineError, InvalidOptionError } from '../../src/errors.ts';
import { explainErrors } from '../../src/explain-errors.ts';

test('an error of another library is explained by its first line, one of this package passes unchanged', () => {
  const explain = (reason: string, options: ErrorOptions) => new EngineError(`No gradient: ${reason}`, options);
  const cause = new Error('no kernel\nat line 3');
  const run = (error: Error) => () => {
    return explainErrors(() => {
      throw error;
    }, explain);
  };
  expect(run(cause)).toThrow(
    expect.objectContaining({ name: 'EngineError', message: 'No gradient: no kernel', cause }),
  );
  const own = new InvalidOptionError('steps is 0.');
  expect(run(own)).toThrow(own);
  expect(explainErrors(() => 3, explain)).toBe(3);
});
