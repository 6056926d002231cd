/** Letters of scripts that are written without spaces between words. */
const spaceless = ['Han', 'Hira', 'Kana', 'Bopo', 'Thai', 'Laoo', 'Khmr', 'Mymr']
  .map((script) => `\\p{scx=${script}}`)
  .join('');
const isSpaceless = new RegExp(`[${spaceless}]`, 'v');

/** Most texts are ASCII, whose words a simple pattern finds several times as fast. */
const isAscii = /^[\0-\x7f]*$/;
const asciiWords = /[a-z0-9]+(?:'[a-z0-9]+)*/g;

/** Runs of letters and digits, with apostrophes inside. */
const words = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu;
const letter = `[[\\p{L}\\p{N}]&&[${spaceless}]]\\p{M}*`;
const other = `[[\\p{L}\\p{M}\\p{N}]--[[\\p{L}\\p{N}]&&[${spaceless}]]]+`;
const wordsAndLetters = new RegExp(`${letter}|${other}(?:['’]${other})*`, 'gv');

/**
 * Returns the lower-cased words of a text: runs of letters and digits, with apostrophes inside. Scripts that are written without
 * spaces between words, such as Chinese, Japanese and Thai, are split by letters, each with its marks.
 *
 * @param most - number of words after which it stops
 */
export function wordsOf(text: string, most = Infinity): string[] {
  const lower = text.toLowerCase();
  const pattern = isAscii.test(lower) ? asciiWords : isSpaceless.test(lower) ? wordsAndLetters : words;
  if (most === Infinity) return lower.match(pattern) ?? [];
  const found: string[] = [];
  pattern.lastIndex = 0;
  while (found.length < most) {
    const match = pattern.exec(lower);
    if (!match) break;
    found.push(match[0]);
  }
  return found;
}
