import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from '../../../src/text/edit-distance.ts';

test.each([
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['form', 'from', 2],
  ['a𝚝b', 'atb', 1],
])('%s → %s: %i', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});

/** The recursion of the definition, on every prefix. */
function byDefinition(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const substituted = rows[i - 1][j - 1] + Number(a[i - 1] !== b[j - 1]);
      rows[i].push(Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, substituted));
    }
  }
  return rows[a.length][b.length];
}

const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });

test('equals its definition', () => {
  fc.assert(fc.property(texts, texts, (a, b) => editDistance(a, b) === byDefinition(a, b)));
});

test('with a limit, is the distance or infinite', () => {
  fc.assert(
    fc.property(texts, texts, fc.nat(6), (a, b, most) => {
      const distance = byDefinition(a, b);
      return editDistance(a, b, most) === (distance <= most ? distance : Infinity);
    }),
  );
});
