import type { ChalkInstance } from 'chalk';
import type { Cell } from './table.ts';

/** The text of a cell in the colour of its mark, or of its heat. */
export function paint(text: string, { mark, heat }: Cell, chalk: ChalkInstance): string {
  if (heat !== undefined) return warm(text, heat, chalk);
  switch (mark) {
    case 'best':
    case 'above':
    case 'pass':
      return chalk.green(text);
    case 'worst':
    case 'below':
    case 'fail':
      return chalk.red(text);
    case 'faint':
      return chalk.dim(text);
    case 'strong':
      return chalk.bold(text);
    default:
      return text;
  }
}

/** Red below zero, green above, the stronger the further; strong enough to tell apart where there are but 16 colours. */
function warm(text: string, heat: number, chalk: ChalkInstance): string {
  const size = Math.min(1, Math.abs(heat));
  if (size < 0.05) return chalk.dim(text);
  const strength = Math.round(90 + 165 * size);
  const other = Math.round(70 * (1 - size));
  return heat < 0 ? chalk.rgb(strength, other, other)(text) : chalk.rgb(other, strength, other)(text);
}
