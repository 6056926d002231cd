/**
 * Characters that act on a terminal or a page instead of being shown: controls, format characters such as the marks that turn text
 * to the left, line separators, and halves of surrogate pairs. Joiners remain, because scripts and emoji need them.
 */
const acting = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * Shows characters that act as text, in the way JSON writes them: an escape character becomes `\u001b`. Names of models, data
 * sets, tests and attacks may come from strangers.
 *
 * @param kept - acting characters that remain, such as line breaks of a message
 * @returns the text without acting characters
 */
export function plainText(text: string, kept = ''): string {
  return text.replace(acting, (letter) => (kept.includes(letter) ? letter : escapeOf(letter)));
}

/** @returns the text on one line: white space becomes a space, other acting characters are shown */
export const plainLine = (text: string): string => plainText(text.replace(/\s+/g, ' '));

/**
 * Cuts the middle of a text that is longer than `most` characters.
 *
 * @returns at most `most` characters; the cut says how many are missing
 */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const mark = ` … (${text.length - most} more characters) … `;
  const room = most - mark.length;
  return text.slice(0, Math.ceil(room / 2)) + mark + text.slice(text.length - Math.floor(room / 2));
}

function escapeOf(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
}
