import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../src/errors.ts';
import { cutMiddle, plainLine, plainText } from '../../src/plain-text.ts';

describe('plain text', () => {
  test.each([
    ['an escape sequence', '\u001b[31mred', '\\u001b[31mred'],
    ['the 8-bit form of it', '\u009b31mred', '\\u009b31mred'],
    ['a link of a terminal', '\u001b]8;;http://x\u0007y', '\\u001b]8;;http://x\\u0007y'],
    ['a mark that turns text to the left', 'a\u202egnp.exe', 'a\\u202egnp.exe'],
    ['half of a surrogate pair', 'a\ud83d', 'a\\ud83d'],
    ['a tag beyond 16 bits', '\u{e0041}', '\\u{e0041}'],
  ])('shows %s', (_, text, shown) => {
    expect(plainText(text)).toBe(shown);
  });

  test.each(['Größe ≥ 3', '名前', '👩‍🔬', 'نام', 'a\\b'])('leaves %s', (text) => {
    expect(plainText(text)).toBe(text);
  });

  test('fits on one line', () => {
    expect(plainLine('a\n\tb\u2028c\rd')).toBe('a b c d');
  });
});

describe('a cut text', () => {
  test('keeps both ends and says how much is missing', () => {
    const text = cutMiddle(`start${'-'.repeat(1000)}end`, 100);
    expect(text).toHaveLength(100);
    expect(text).toMatch(/^start-+ … \(908 more characters\) … -+end$/);
    expect(cutMiddle('short', 100)).toBe('short');
  });
});

test('an error has fewer than 2,000 characters, and none that act on a terminal', () => {
  const { message } = new InvalidDataError(`"\u001b[2J${'x'.repeat(100_000)}" is a name.\nExpected another.`);
  expect(message.length).toBeLessThan(2000);
  expect(message).toMatch(/^"\\u001b\[2Jx+ … [^]*x" is a name\.\nExpected another\.$/);
});
