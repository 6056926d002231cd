import stringWidth from 'string-width';

/**
 * Breaks a text into lines of whole words. Only a single long word can exceed the width.
 *
 * @param taken - width that is already used in the first line
 * @returns the lines
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

/** @returns the text, cut with an ellipsis if it is wider than `longest` */
export function shorten(text: string, longest: number): string {
  if (stringWidth(text) <= longest) return text;
  let short = text;
  while (stringWidth(short) > longest - 1) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

/** @returns the text, padded with spaces to a width */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(width - stringWidth(text));
  return align === 'left' ? text + space : space + text;
}
