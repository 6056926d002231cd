import type { Example, ExampleImages } from '../schemas/examples.ts';
import type { Finding } from '../schemas/findings.ts';
import type { Gate } from '../schemas/gate.ts';
import { InvalidDataError } from '../../errors.ts';
import { mostImages, unpackPixels } from '../pixels.ts';
import { Canvas, colours } from './canvas.ts';
import { cardSize, drawCard, type CardContent, type Place } from './card.ts';
import { drawFoundCard } from './found-card.ts';
import { fitText, lineHeight } from './font.ts';

/** Sizes in pixels. Letters are drawn at twice their size in the font. */
const [margin, gap, scale, sheetWidth, least] = [28, 16, 2, 1400, 640];

/** The text above the images. */
export interface Caption {
  readonly title: string;
  readonly subtitle: string;
}

/**
 * Draws the inputs that an attack broke, as cards in rows of equal length.
 *
 * @returns the picture
 * @throws InvalidDataError - if there are more images than a gate keeps, or their bytes have another size
 */
export function contactSheet(items: readonly Example[], images: ExampleImages, caption: Caption): Canvas {
  return inRows(items, images, { size: cardSize(images), draw: drawCard, caption });
}

/** Draws the items or pairs that a gate on data found in the same way. @returns the picture */
export function findingsSheet(shown: readonly Finding[], images: ExampleImages, caption: Caption): Canvas {
  const panels = shown.some(({ items }) => items.length > 1) ? 3 : 1;
  return inRows(shown, images, { size: cardSize(images, panels), draw: drawFoundCard, caption });
}

/** @returns the sheet of a gate that failed under an attack or on data */
export function sheetOf(
  { examples, findings }: Pick<Gate, 'examples' | 'findings'>,
  images: ExampleImages,
  { title, subject }: { readonly title: string; readonly subject: string },
): Canvas {
  if (findings) {
    const { shown, found, what } = findings;
    return findingsSheet(shown, images, { title, subtitle: `${subject} · ${shown.length} of ${count(found)} ${what}` });
  }
  const { items = [], broken = 0 } = examples ?? {};
  return contactSheet(items, images, {
    title,
    subtitle: `${subject} · ${items.length} of ${count(broken)} inputs that the attack broke`,
  });
}

const count = (value: number): string => value.toLocaleString('en-US');

interface Cards<Item> {
  readonly size: Pick<Place, 'width' | 'height'>;
  readonly draw: (canvas: Canvas, content: CardContent<Item>, place: Place) => void;
  readonly caption: Caption;
}

function inRows<Item>(items: readonly Item[], images: ExampleImages, { size, draw, caption }: Cards<Item>): Canvas {
  const values = images.height * images.width * images.channels;
  if (items.length > mostImages(values)) {
    throw new InvalidDataError(
      `A contact sheet has ${items.length} images of ${images.height} × ${images.width} pixels.\n` +
        `Expected at most ${mostImages(values)} of this size, as this version of vitest-dnn writes.\nRun the tests again with one version.`,
    );
  }
  const pixels = unpackPixels(images, items.length * values);
  const most = Math.max(1, Math.floor((sheetWidth - 2 * margin + gap) / (size.width + gap)));
  const rows = Math.ceil(items.length / most);
  const columns = Math.ceil(items.length / rows);
  const head = margin + 2 * lineHeight * scale + 24;
  const width = Math.max(2 * margin + columns * (size.width + gap) - gap, least);
  const canvas = new Canvas(width, head + rows * (size.height + gap) - gap + margin, colours.paper);
  const room = Math.floor((width - 2 * margin) / scale);
  canvas.text(fitText(caption.title, room), margin, margin, colours.ink, scale);
  canvas.text(fitText(caption.subtitle, room), margin, margin + lineHeight * scale + 6, colours.faint, scale);
  items.forEach((item, index) => {
    const left = margin + (index % columns) * (size.width + gap);
    const top = head + Math.floor(index / columns) * (size.height + gap);
    draw(canvas, { item, index, images, pixels }, { left, top, ...size });
  });
  return canvas;
}
