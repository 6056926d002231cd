import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compressions } from '../../src/compression/index.ts';

test.each(Object.keys(compressions))('%s has a unit spec that tests the laws of compressions', (name) => {
  const file = `../unit/compression/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.spec.ts`;
  expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toMatch(/^compressionLaws\(/m);
});
