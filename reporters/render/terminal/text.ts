import stringWidth from 'string-width';

/**
 * Lines of whole words, none wider than it has to be.
 *
 * @param taken - width of what stands before the first line
 */
export function wrap(text: string, width: number, taken = 0): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    const room = lines.length === 1 ? width - taken : width;
    if (lines.length > 0 && stringWidth(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The text, cut to a width with an ellipsis where it is longer. */
export function shorten(text: string, longest: number): string {
  if (stringWidth(text) <= longest) return text;
  let short = text;
  while (stringWidth(short) > longest - 1) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

/** The text with spaces up to a width. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(width - stringWidth(text));
  return align === 'left' ? text + space : space + text;
}
