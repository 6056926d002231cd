import { expect, test } from 'vitest';
import { suggestionFor } from '../../src/suggestion.ts';

const names = ['epochs', 'batchSize', 'learningRate', 'earlyStopping', 'seed'];

test.each([
  ['lr', 'learningRate'],
  ['learning_rate', 'learningRate'],
  ['BATCHSIZE', 'batchSize'],
  ['epoch', 'epochs'],
  ['epcohs', 'epochs'],
  ['early', 'earlyStopping'],
  ['random_state', 'seed'],
])('%s suggests %s', (name, meant) => {
  expect(suggestionFor(name, names)).toBe(meant);
});

test.each(['', 'dropout', 'e', '__proto__', 'constructor', 'x'.repeat(100_000)])('nothing is near %s', (name) => {
  expect(suggestionFor(name, names)).toBeUndefined();
});
