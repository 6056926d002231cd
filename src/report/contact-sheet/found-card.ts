import { placeOf } from '../describe-finding.ts';
import type { Finding } from '../schemas/findings.ts';
import { colours, type Canvas } from './canvas.ts';
import { digits, drawPanels, large, small, type CardContent, type Place } from './card.ts';
import { capitalHeight, fitText } from './font.ts';
import { panelsOf } from './panels.ts';

/** Draws one found item, or a pair with its difference, with labels and places below. */
export function drawFoundCard(canvas: Canvas, content: CardContent<Finding>, place: Place): void {
  const { item, index, images, pixels } = content;
  const places = item.items.map(placeOf);
  const panels = panelsOf(images, pixels, index, [places[0], places[1] ?? '']);
  const { left, top, width } = drawPanels(canvas, item.items.length > 1 ? panels : panels.slice(0, 1), images, place);
  const labels = item.items.map(({ label }) => label);
  const words = labels.length > 1 && labels[0] === labels[1] ? labels[0] : labels.join('  |  ');
  canvas.text(fitText(words, width / large), left, top, colours.ink, large);
  const { distance, reason } = item;
  const below =
    distance === undefined ? (reason ?? (labels.length > 1 ? 'equal' : '')) : `distance ${digits(distance)}`;
  canvas.text(fitText(below, width), left, top + capitalHeight * large + 9, colours.faint, small);
}
