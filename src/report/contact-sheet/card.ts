import type { Example, ExampleImages } from '../schemas/examples.ts';
import type { Pixels } from '../pixels.ts';
import { colours, type Canvas } from './canvas.ts';
import { capitalHeight, fitText, lineHeight, textWidth } from './font.ts';
import { panelsOf, type Panel } from './panels.ts';

/** The content of a card. */
export interface CardContent<Item = Example> {
  readonly item: Item;
  /** Index of the item's image. */
  readonly index: number;
  readonly images: ExampleImages;
  readonly pixels: Pixels;
}

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Sizes in pixels. Letters are drawn at twice their size in the font (`large`), or at their size (`small`). */
export const [large, small] = [2, 1];
const [padding, panelGap, least] = [12, 6, 180];
/** Approximate height of an image in pixels. It is magnified by a whole number. */
const panelHeight = 96;
const headingHeight = 12;

const magnificationOf = ({ height }: ExampleImages): number => Math.max(1, Math.round(panelHeight / height));

/** @returns the size of a card in pixels, for images of this size */
export function cardSize(images: ExampleImages, panels = 3): Pick<Place, 'width' | 'height'> {
  const magnification = magnificationOf(images);
  return {
    width: Math.max(panels * images.width * magnification + (panels - 1) * panelGap, least) + 2 * padding,
    height:
      headingHeight + images.height * magnification + 10 + capitalHeight * large + 9 + lineHeight * small + 2 * padding,
  };
}

/** Draws one broken input: the original, the change and the adversarial input, with its predicted class below. */
export function drawCard(canvas: Canvas, { item, index, images, pixels }: CardContent, place: Place): void {
  drawWords(canvas, item, drawPanels(canvas, panelsOf(images, pixels, index), images, place));
}

/** Draws the panels of a card. @returns the place of the words below them */
export function drawPanels(
  canvas: Canvas,
  panels: readonly Panel[],
  images: ExampleImages,
  place: Place,
): Omit<Place, 'height'> {
  canvas.fill(place.left, place.top, place.width, place.height, colours.card);
  canvas.frame(place.left, place.top, place.width, place.height, colours.border);
  const magnification = magnificationOf(images);
  const [width, height] = [images.width * magnification, images.height * magnification];
  const [left, top] = [place.left + padding, place.top + padding];
  panels.forEach(({ heading, bytes }, panel) => {
    const from = left + panel * (width + panelGap);
    canvas.text(fitText(heading, width), from, top, colours.faint, small);
    canvas.frame(from - 1, top + headingHeight - 1, width + 2, height + 2, colours.border);
    canvas.image({ bytes, width: images.width, magnification }, from, top + headingHeight);
  });
  return { left, top: top + headingHeight + height + 10, width: place.width - 2 * padding };
}

/** Draws `label → class   confidence`, and in small letters the sizes of the perturbation and the position in the split. */
function drawWords(
  canvas: Canvas,
  { position, label, adversarial, l2 = 0, linf = 0 }: Example,
  { left, top, width }: Omit<Place, 'height'>,
): void {
  const confidence = `${Math.round(adversarial.confidence * 100)} %`;
  const right = left + width - textWidth(confidence) * large;
  canvas.text(confidence, right, top, colours.faint, large);
  const room = Math.floor((right - left) / large) - textWidth(' → ') - 6;
  const from = fitText(label, Math.max(room - textWidth(adversarial.class), Math.floor(room / 2)));
  canvas.text(`${from} → `, left, top, colours.ink, large);
  const after = left + (textWidth(`${from} → `) + 1) * large;
  canvas.text(fitText(adversarial.class, room - textWidth(from)), after, top, colours.red, large);

  const below = top + capitalHeight * large + 9;
  canvas.text(`L2 ${digits(l2)}   Linf ${digits(linf)}`, left, below, colours.faint, small);
  const place = `#${position}`;
  canvas.text(place, left + width - textWidth(place) * small, below, colours.faint, small);
}

export const digits = (value: number): string => String(Number(value.toPrecision(3)));
