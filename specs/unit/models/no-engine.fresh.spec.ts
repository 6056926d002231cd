import { expect, test } from 'vitest';
import { EngineError } from '../../../src/errors.ts';
import { leNet5 } from '../../../src/architectures/index.ts';

test('an architecture without an engine reports the missing call', () => {
  const build = (): unknown => leNet5({ itemShape: [28, 28, 1], classes: 10, seed: 1 });
  expect(build).toThrow(EngineError);
  expect(build).toThrow('No tensor engine is running.\nAwait startEngine() before creating the first tensor.');
});
