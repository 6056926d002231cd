import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLine, lineAt } from '../../../../src/text/wordnet/sorted-file.ts';

test('finds every key of a sorted file, and no other', () => {
  const keys = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom('a', 'b', '_', '.', '1'), minLength: 1, maxLength: 4 }),
    {
      minLength: 1,
    },
  );
  fc.assert(
    fc.property(keys, fc.boolean(), (all, endsWithLine) => {
      const sorted = all.map((key) => `${key} value of ${key}`).toSorted((a, b) => (a < b ? -1 : 1));
      const file = Buffer.from(['  1 licence', ...sorted].join('\n') + (endsWithLine ? '\n' : ''));
      for (const key of all) expect(findLine(file, key)).toBe(`${key} value of ${key}`);
      for (const key of ['', 'zz', 'aaaaaa', 'é']) expect(findLine(file, key)).toBeUndefined();
    }),
  );
});

test('reads the line at an offset', () => {
  expect(lineAt(Buffer.from('one\ntwo\nthree'), 4)).toBe('two');
  expect(lineAt(Buffer.from('one\ntwo\nthree'), 8)).toBe('three');
});

test('finds nothing in an empty file', () => {
  expect(findLine(Buffer.alloc(0), 'a')).toBeUndefined();
});
