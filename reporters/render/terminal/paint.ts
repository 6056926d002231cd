import type { ChalkInstance } from 'chalk';
import type { Cell } from '../tables/table.ts';

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

/** On red below zero, on green above, the stronger the further; what is next to zero is dim. */
function warm(text: string, heat: number, chalk: ChalkInstance): string {
  const size = Math.min(1, Math.abs(heat));
  if (size < 0.05) return chalk.dim(text);
  const full = heat < 0 ? [240, 90, 80] : [70, 190, 110];
  const [red, green, blue] = full.map((channel) => Math.round(255 + (channel - 255) * size));
  return chalk.black.bgRgb(red, green, blue)(text);
}
